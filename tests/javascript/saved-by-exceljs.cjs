// Saves workbooks as ExcelJS reads and writes them: node saved-by-exceljs.cjs IN OUT [IN OUT...]
const ExcelJS = require("exceljs");

async function save(from, to) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(from);
  await book.xlsx.writeFile(to);
}

const paths = process.argv.slice(2);
(async () => {
  for (let at = 0; at < paths.length; at += 2) await save(paths[at], paths[at + 1]);
})();
