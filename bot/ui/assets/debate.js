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
    line.querySelector(".bar span").style.width = `${Math.min(100, (100 * said) / budget)}%`;
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
  const open = (id) => {
    const tab = [...document.querySelectorAll("#debate-views button[role=tab]")].find((one) => one.textContent.trim() === "Flow");
    if (tab) tab.click();
    let left = 20;
    const wait = () => {
      const sheet = document.getElementById(`cell-${id}`);
      if (sheet && sheet.offsetParent) show(id);
      else if (left--) setTimeout(wait, 50);
    };
    wait();
  };
  window.lecternNewest = () => {
    const talk = document.querySelector("#debate-talk .talk");
    const last = talk && talk.lastElementChild;
    if (!last) return;
    if (!talk.offsetParent) return;
    last.scrollIntoView({ behavior: calm(), block: last.offsetHeight < window.innerHeight * 0.7 ? "end" : "start" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.cell-link");
    if (link) { event.preventDefault(); open(link.dataset.cell); return; }
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
  document.addEventListener("input", (event) => {
    if (event.target === box()) count();
  });
  new MutationObserver(() => {
    const desk = document.querySelector("#debate-desk .count:not([data-counted])");
    if (desk) { desk.dataset.counted = "1"; count(); }
  }).observe(document.body, { childList: true, subtree: true });
})();
