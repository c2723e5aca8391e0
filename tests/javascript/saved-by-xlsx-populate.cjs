// Saves workbooks as xlsx-populate reads and writes them: node saved-by-xlsx-populate.cjs IN OUT [IN OUT...]
const XlsxPopulate = require("xlsx-populate");

const paths = process.argv.slice(2);
(async () => {
  for (let at = 0; at < paths.length; at += 2) {
    const book = await XlsxPopulate.fromFileAsync(paths[at]);
    await book.toFileAsync(paths[at + 1]);
  }
})();
