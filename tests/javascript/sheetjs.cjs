// Prints what SheetJS finds in the cells of workbooks: node sheetjs.cjs FILE...
const XLSX = require("xlsx");

const found = process.argv.slice(2).map((path) => {
  const book = XLSX.readFile(path, { sheetStubs: true });
  return Object.fromEntries(
    book.SheetNames.map((name) => {
      const cells = Object.entries(book.Sheets[name]).filter(([address]) => !address.startsWith("!"));
      return [name, Object.fromEntries(cells.map(([address, cell]) => [address, cell.v ?? null]))];
    }),
  );
});
process.stdout.write(JSON.stringify(found));
