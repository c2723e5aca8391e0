// Prints what xlsx-populate finds in the cells of workbooks: node xlsx-populate.cjs FILE...
const XlsxPopulate = require("xlsx-populate");

async function cellsOf(path) {
  const book = await XlsxPopulate.fromFileAsync(path);
  const sheets = {};
  for (const sheet of book.sheets()) {
    const cells = (sheets[sheet.name()] = {});
    sheet.usedRange().forEach((cell) => {
      cells[cell.address()] = cell.value() ?? null;
    });
  }
  return sheets;
}

Promise.all(process.argv.slice(2).map(cellsOf)).then((found) => process.stdout.write(JSON.stringify(found)));
