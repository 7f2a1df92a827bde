(() => {
  if (window.lecternDebate) return;
  window.lecternDebate = true;
  const calm = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  const box = () => document.querySelector("#debate-box textarea");
  const words = (text) => (text.match(/\S*[\p{L}\p{N}_]\S*/gu) || []).length;
  const count = () => {
    const line = document.querySelector("#debate-desk .count");
    if (!line || !box()) return;
    const budget = Number(line.dataset.budget);
    const said = words(box().value);
    const over = Math.max(0, said - budget);
    line.querySelector("b").textContent = said;
    line.querySelector(".over").textContent = over ? `: the last ${over} will not be heard` : "";
    line.querySelector(".gauge span").style.width = `${Math.min(100, (100 * said) / budget)}%`;
    line.classList.toggle("full", over > 0);
  };
  const show = (id) => {
    const cell = document.getElementById(`cell-${id}`);
    if (!cell) return false;
    document.querySelectorAll(".point.lit").forEach((one) => one.classList.remove("lit"));
    cell.classList.add("lit");
    cell.scrollIntoView({ behavior: calm(), block: "center", inline: "center" });
    cell.focus({ preventScroll: true });
    return true;
  };
  const view = (name) => {
    const tab = [...document.querySelectorAll("#debate-views button[role=tab]")].find((one) => one.textContent.trim() === name);
    if (tab) tab.click();
    const side = document.querySelector("#debate-side");
    if (side) side.classList.toggle("open", Boolean(name));
    if (!name && document.querySelector("#debate-desk [data-view]")) document.querySelector("#debate-desk [data-view]").focus();
  };
  const open = (id) => {
    view("Flow");
    let left = 20;
    const wait = () => {
      const sheet = document.getElementById(`cell-${id}`);
      if (sheet && sheet.offsetParent) show(id);
      else if (left--) setTimeout(wait, 50);
    };
    wait();
  };
  // What a stretch of a speech is taken for is changed by one choice; the focus comes back to it.
  let chosen = null;
  const tell = (one, change) => {
    chosen = one.dataset.block;
    const box = document.querySelector("#heard-do textarea, #heard-do input");
    box.value = JSON.stringify({ block: Number(one.dataset.block), ...change });
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.querySelector("#heard-go").click(), 60);
  };
  const refocus = () => {
    const one = chosen !== null && document.querySelector(`.heard select[data-block="${chosen}"]`);
    if (one && document.activeElement === document.body) { chosen = null; one.focus({ preventScroll: true }); }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches && event.target.matches(".heard select")) tell(event.target, { value: event.target.value });
  });
  // With a keyboard the next thing to do is where one types on.
  const onward = () => {
    if (document.activeElement !== document.body || !matchMedia("(hover: hover)").matches) return;
    const next = [...document.querySelectorAll("#debate-box textarea, #debate-step, #debate-again")].find((one) => one.offsetParent);
    if (next) next.focus({ preventScroll: true });
  };
  window.lecternNewest = () => {
    onward();
    const talk = document.querySelector("#debate-talk .talk");
    const last = talk && talk.lastElementChild;
    if (!last) return;
    if (!talk.offsetParent) return;
    // The desk stands over the end of the window.
    const desk = document.querySelector("#debate-write");
    last.style.scrollMarginBottom = `${(desk ? desk.offsetHeight : 0) + 16}px`;
    if (last.querySelector(".heard")) { last.scrollIntoView({ behavior: calm(), block: "start" }); return; }
    last.scrollIntoView({ behavior: calm(), block: last.offsetHeight < window.innerHeight * 0.7 ? "end" : "start" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.cell-link");
    if (link) { event.preventDefault(); open(link.dataset.cell); return; }
    const cut = event.target.closest && event.target.closest(".heard .cut");
    if (cut) { tell(cut, { at: Number(cut.dataset.at) }); return; }
    const to = event.target.closest && event.target.closest("#debate [data-view]");
    if (to) { view(to.dataset.view); return; }
    const wide = event.target.closest && event.target.closest("#debate [data-wide]");
    if (wide) {
      const on = document.querySelector("#debate-floor").classList.toggle("wide");
      wide.setAttribute("aria-pressed", String(on));
      return;
    }
    const take = event.target.closest && event.target.closest("button[data-take]");
    if (take && selected) {
      const area = document.querySelector(take.dataset.take);
      area.value += (area.value.trim() ? " … " : "") + selected;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const insert = event.target.closest && event.target.closest("button[data-insert]");
    if (insert && box()) {
      const area = box();
      const gap = area.value && !/\s$/.test(area.value) ? "\n\n" : "";
      area.value += gap + insert.dataset.insert;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      const was = insert.textContent;
      insert.textContent = "Inserted";
      setTimeout(() => { insert.textContent = was; }, 1500);
    }
  }, true);
  // What was selected last in a paragraph to cut from, in whole words: pressing a button may undo the selection.
  let selected = "";
  document.addEventListener("selectionchange", () => {
    const now = document.getSelection();
    const source = document.querySelector("#own-source");
    if (!now || now.isCollapsed || !source || !source.contains(now.anchorNode) || !source.contains(now.focusNode)) return;
    const range = now.getRangeAt(0);
    const text = source.textContent;
    let start = Math.min(range.startOffset, text.length), end = Math.min(range.endOffset, text.length);
    const joined = (at) => /[\p{L}\p{N}'’-]/u.test(text[at - 1] || "") && /[\p{L}\p{N}'’-]/u.test(text[at] || "");
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    while (joined(start)) start -= 1;
    while (joined(end)) end += 1;
    selected = text.slice(start, end);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector("#debate-side.open")) view("");
  });
  document.addEventListener("input", (event) => {
    if (event.target === box()) count();
  });
  new MutationObserver(() => {
    const desk = document.querySelector("#debate-desk .count:not([data-counted])");
    if (desk) { desk.dataset.counted = "1"; count(); }
    refocus();
  }).observe(document.body, { childList: true, subtree: true });
})();
