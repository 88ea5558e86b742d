"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  /* --- one report at a time: the address says which; it is text until it is opened --- */
  const wake = (report) => {
    const kept = report.querySelector(":scope > noscript");
    if (kept) report.innerHTML = kept.textContent;
  };
  const show = () => {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch { /* an address that is none */ }
    const asked = /^r\d+/.exec(id);
    if (asked && byId(asked[0])) wake(byId(asked[0]));
    const target = id ? byId(id) : null;
    const report = target && target.closest(".report");
    const main = byId("main");
    if (report || !target || target.closest("#overview")) {
      all(".report.open").forEach((other) => other.classList.toggle("open", other === report));
      if (report) report.classList.add("open");
      root.classList.toggle("reading", Boolean(report));
    }
    if (!target || target === main) return;
    for (let up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    const whole = target === report || target.id === "overview";
    target.scrollIntoView({ block: whole ? "start" : "center" });
    if (whole) window.scrollTo(0, 0);
    const focus = whole ? target.querySelector("h2") : target.matches("li,h4,a,details") ? target : target.querySelector("a") || target;
    (focus.tagName === "DETAILS" ? focus.querySelector("summary") : focus).focus({ preventScroll: true });
    all(".lit").forEach((other) => other.classList.remove("lit"));
    if (!whole) target.classList.add("lit");
  };

  /* --- what was found, beside the cell or sentence that is pointed at or has the focus --- */
  const tips = () => {
    const tip = document.createElement("div");
    tip.id = "tip";
    tip.hidden = true;
    tip.setAttribute("aria-hidden", "true"); // the same words describe the link already
    document.body.append(tip);
    let at = null;
    const hide = () => {
      tip.hidden = true;
      all(".operand").forEach((cell) => cell.classList.remove("operand"));
      at = null;
    };
    const tell = (link) => {
      if (link === at) return;
      hide();
      at = link;
      tip.replaceChildren();
      const prefix = link.closest(".report").id;
      for (const number of link.dataset.f.split(" ")) {
        const finding = byId(`${prefix}-f${number}`);
        if (!finding) continue;
        const part = document.createElement("div");
        for (const piece of all(":scope > .msg, :scope > .ev, :scope > .todo, :scope > .basis, :scope > .state", finding)) {
          const copy = piece.cloneNode(true);
          copy.removeAttribute("id");
          part.append(copy);
        }
        const numbers = finding.querySelector(".ops ul");
        if (numbers) {
          const list = document.createElement("ul");
          for (const item of Array.from(numbers.children).slice(0, 12)) {
            const line = document.createElement("li");
            line.textContent = item.textContent;
            list.append(line);
          }
          part.append(list);
        }
        tip.append(part);
        for (const id of (finding.dataset.ops || "").split(" ")) if (id && byId(id)) byId(id).classList.add("operand");
      }
      tip.hidden = false;
      const box = link.getBoundingClientRect();
      const size = tip.getBoundingClientRect();
      const below = box.bottom + 8 + size.height <= innerHeight || box.top < size.height + 8;
      tip.style.top = `${below ? Math.max(0, Math.min(box.bottom + 8, innerHeight - size.height)) : box.top - 8 - size.height}px`;
      tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - size.width - 8))}px`;
    };
    const near = (event) => event.target.closest && (event.target.closest("[data-f]") || event.target.closest("td.bad")?.querySelector("[data-f]"));
    document.addEventListener("pointerover", (event) => {
      const link = near(event);
      if (link) tell(link);
      else if (at && !event.target.closest("#tip")) hide();
    });
    document.addEventListener("focusin", (event) => {
      const link = near(event);
      if (link) tell(link);
      else hide();
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    document.addEventListener("scroll", () => { if (at && document.activeElement !== at) hide(); }, true);
    window.addEventListener("hashchange", hide);
  };

  /* --- the overview: sort, filter, search --- */
  const table = () => {
    const bodies = byId("bodies");
    if (!bodies) return;
    const rows = all("tbody tr", bodies);
    const order = new Map(rows.map((row, index) => [row, index]));
    const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const shown = byId("shown");
    const search = byId("search");
    const filter = byId("filter");
    const sift = () => {
      const wanted = search.value.trim().toLowerCase().split(/\s+/);
      let count = 0;
      for (const row of rows) {
        const fits = (!filter.value || row.dataset.is.split(" ").includes(filter.value)) && wanted.every((word) => words.get(row).includes(word));
        row.hidden = !fits;
        count += fits;
      }
      shown.textContent = shown.dataset.words.replace("{shown}", count).replace("{count}", rows.length);
    };
    search.addEventListener("input", sift);
    filter.addEventListener("change", sift);
    sift();
    all("thead th", bodies).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      const kind = head.dataset.sort;
      const value = (row) => {
        const cell = row.cells[column];
        if (kind === "text") return cell.textContent;
        return Number(cell.dataset.v ?? cell.textContent) || 0;
      };
      button.addEventListener("click", () => {
        const first = kind === "number" ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const next = head.getAttribute("aria-sort") === first ? other : first;
        all("[aria-sort]", bodies).forEach((each) => each.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", next);
        const sign = next === "ascending" ? 1 : -1;
        const compare = kind === "text" ? (a, b) => a.localeCompare(b, "zh-CN") : (a, b) => a - b;
        const keys = new Map(rows.map((row) => [row, value(row)]));
        rows.sort((a, b) => sign * compare(keys.get(a), keys.get(b)) || order.get(a) - order.get(b));
        bodies.tBodies[0].append(...rows);
      });
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const reports = all(".report");
    if (!byId("overview")) reports.forEach((report) => report.classList.add("open"));
    table();
    tips();
    const button = byId("all");
    if (button) {
      button.addEventListener("click", () => {
        reports.forEach(wake);
        root.classList.toggle("all");
      });
    }
    /* paper has nothing to open: what is waived, known or could not be checked is printed, too */
    let closed = [];
    window.addEventListener("beforeprint", () => {
      closed = all("details.box:not([open])");
      closed.forEach((box) => { box.open = true; });
    });
    window.addEventListener("afterprint", () => closed.forEach((box) => { box.open = false; }));
    window.addEventListener("hashchange", show);
    if (location.hash) show();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) show();
  });
})();
