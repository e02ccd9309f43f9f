"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const rule = document.getElementById("rule");
  const outlet = document.getElementById("outlet");
  const words = document.getElementById("words");
  const count = document.getElementById("count");
  const groups = [...document.querySelectorAll(".group")];
  const cases = [...document.querySelectorAll(".case")].map((element) => ({
    element,
    summary: element.firstElementChild,
    rules: element.dataset.rules.split(" "),
    outlet: element.dataset.outlet,
    many: Number(element.dataset.many || 1),
    text: null,
  }));
  const all = cases.reduce((sum, row) => sum + row.many, 0);
  const number = (value) => value.toLocaleString("en").replaceAll(",", "\u00a0");
  const shown = () => cases.filter((row) => !row.element.hidden);

  function apply() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let many = 0;
    for (const row of cases) {
      let fits = (!rule.value || row.rules.includes(rule.value)) && (!outlet.value || row.outlet === outlet.value);
      if (fits && wanted.length) {
        row.text ??= row.element.textContent.toLowerCase();
        fits = wanted.every((word) => row.text.includes(word));
      }
      row.element.hidden = !fits;
      if (fits) many += row.many;
    }
    for (const group of groups) group.hidden = !group.querySelector(".case:not([hidden])");
    count.textContent = many === all ? `${number(all)} dumps` : `${number(many)} of ${number(all)} dumps`;
  }

  let waiting;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  rule.addEventListener("change", apply);
  outlet.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const link of document.querySelectorAll("a[data-rule]")) {
    link.addEventListener("click", () => {
      rule.value = link.dataset.rule;
      outlet.value = words.value = "";
      apply();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    const typing = at.matches("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      words.focus();
    } else if (event.key === "Escape" && at === words) {
      words.value = "";
      apply();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const rows = shown();
      const here = rows.findIndex((row) => row.summary === at);
      if (here < 0 && at !== words) return;
      const next = here < 0 ? 0 : here + (event.key === "ArrowDown" ? 1 : -1);
      if (event.key === "ArrowUp" && here < 0) return;
      event.preventDefault();
      if (next < 0) words.focus();
      else if (rows[next]) rows[next].summary.focus();
    }
  });
  form.hidden = false;
  apply();
})();
