"use strict";
(() => {
  const said = document.body.dataset;
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const bare = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  const folded = text => text.normalize("NFC").toLowerCase();

  /** Sorts and filters the rows of a table, and the bars that are drawn of them. */
  function enliven(table) {
    const body = table.tBodies[0];
    const drawn = table.dataset.drawn && document.getElementById(table.dataset.drawn);
    const bars = drawn ? [...drawn.querySelectorAll("li[data-row]")] : [];
    const rows = [...body.rows].map((row, at) => ({ row, at, bar: bars[at] }));
    const heads = [...table.tHead.rows[0].cells];
    const rank = ({ row }, column) => {
      const { v, w } = row.cells[column].dataset;
      return v === undefined ? null : [Number(v), Number(w ?? v)];
    };
    const order = (column, turn) => (one, other) => {
      const [mine, its] = [rank(one, column), rank(other, column)];
      if (mine && its) return turn * (mine[0] - its[0] || mine[1] - its[1]) || one.at - other.at;
      if (mine || its) return mine ? -1 : 1;
      const texts = [one, other].map(each => each.row.cells[column].textContent);
      return turn * compare(...texts) || one.at - other.at;
    };
    const place = sorted => {
      body.append(...sorted.map(one => one.row));
      if (bars.length) drawn.append(...sorted.map(one => one.bar), ...drawn.querySelectorAll(".axis"));
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = said.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        heads.forEach(one => one.removeAttribute("aria-sort"));
        if (was === "descending") return place(rows);
        head.setAttribute("aria-sort", was ? "descending" : "ascending");
        place([...rows].sort(order(column, was ? -1 : 1)));
      });
    });
    if (rows.length < 5) return;
    const [line, label, field, count] = ["p", "label", "input", "output"].map(tag => document.createElement(tag));
    line.className = "filter";
    field.type = "search";
    field.autocomplete = "off";
    field.id = `filter-${table.id}`;
    label.htmlFor = field.id;
    label.textContent = said.filter;
    line.append(label, field, count);
    table.parentElement.before(line);
    const texts = rows.map(({ row }) => folded(row.textContent));
    field.addEventListener("input", () => {
      const wanted = folded(field.value.trim());
      let left = 0;
      rows.forEach(({ row, bar }, at) => {
        const fits = texts[at].includes(wanted) || bare(texts[at]).includes(wanted);
        row.hidden = !fits;
        if (bar) bar.hidden = !fits;
        left += fits;
      });
      count.textContent = wanted && said.found.replace("{n}", left).replace("{all}", rows.length);
    });
  }

  document.querySelectorAll("table[data-sort]").forEach(enliven);
})();
