// Prints what ExcelJS finds in the cells of workbooks: node exceljs.cjs FILE...
const ExcelJS = require("exceljs");

async function cellsOf(path) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const sheets = {};
  book.eachSheet((sheet) => {
    const cells = (sheets[sheet.name] = {});
    sheet.eachRow({ includeEmpty: true }, (row) =>
      row.eachCell({ includeEmpty: true }, (cell) => {
        cells[cell.address] = cell.value;
      }),
    );
  });
  return sheets;
}

Promise.all(process.argv.slice(2).map(cellsOf)).then((found) => process.stdout.write(JSON.stringify(found)));
