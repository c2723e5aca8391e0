// Saves workbooks with what HyperFormula computes in place of their formulas: node hyperformula.cjs IN OUT [IN OUT...]
const XLSX = require("xlsx");
const { HyperFormula } = require("hyperformula");

// as HyperFormula's guide sets it up to compute what Excel computes
const LIKE_EXCEL = {
  licenseKey: "gpl-v3",
  accentSensitive: true,
  evaluateNullToZero: true,
  leapYear1900: true,
  nullDate: { year: 1899, month: 12, day: 31 },
};

function content(cell) {
  if (cell.f) return "=" + cell.f;
  return cell.t === "s" ? "'" + cell.v : cell.v;
}

function computed(value) {
  if (typeof value === "number") return { t: "n", v: value };
  if (typeof value === "boolean") return { t: "b", v: value };
  return { t: "s", v: typeof value === "string" ? value : `${value?.value}` };
}

function cellsOf(sheet) {
  return Object.entries(sheet)
    .filter(([address]) => !address.startsWith("!"))
    .map(([address, cell]) => [XLSX.utils.decode_cell(address), address, cell]);
}

function recalculate(from, to) {
  const book = XLSX.readFile(from, { cellText: false, sheetStubs: true });
  const sheets = book.SheetNames.map((name) => {
    const rows = [];
    for (const [{ r, c }, , cell] of cellsOf(book.Sheets[name])) (rows[r] ??= [])[c] = content(cell);
    return [name, Array.from(rows, (row) => Array.from(row ?? [], (one) => one ?? null))];
  });
  const engine = HyperFormula.buildFromSheets(Object.fromEntries(sheets), LIKE_EXCEL);
  for (const name of book.SheetNames) {
    const sheet = engine.getSheetId(name);
    for (const [{ r, c }, address, cell] of cellsOf(book.Sheets[name])) {
      if (cell.f) book.Sheets[name][address] = computed(engine.getCellValue({ sheet, row: r, col: c }));
    }
  }
  engine.destroy();
  XLSX.writeFile(book, to);
}

const paths = process.argv.slice(2);
for (let at = 0; at < paths.length; at += 2) recalculate(paths[at], paths[at + 1]);
