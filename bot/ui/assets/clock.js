(() => {
  const state = { slot: null, left: {}, running: null, at: 0, told: 0 };
  const shown = (seconds) => {
    const whole = Math.abs(Math.round(seconds));
    const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    return seconds < -0.5 ? `over by ${text}` : text;
  };
  const timers = () => [...element.querySelectorAll(".timer")];
  const key = (timer) => timer.dataset.stance || "speech";
  const paint = () => {
    for (const timer of timers()) {
      const name = key(timer);
      const on = state.running === name;
      timer.querySelector("output").textContent = shown(state.left[name]);
      timer.classList.toggle("on", on);
      timer.classList.toggle("out", state.left[name] <= 0);
      const button = timer.querySelector("[data-run]");
      if (button) button.textContent = on ? "Pause" : name === "speech" ? "Start" : "Use prep";
    }
  };
  const tell = (name) => {
    if (name && name !== "speech") trigger("submit", { stance: name, left: Math.max(0, state.left[name]) });
  };
  const tick = () => {
    if (!state.running) return;
    const now = performance.now();
    state.left[state.running] -= (now - state.at) / 1000;
    state.at = now;
    if (state.running !== "speech") {
      if (state.left[state.running] <= 0) { const out = state.running; state.running = null; tell(out); }
      else if (now - state.told > 10000) { state.told = now; tell(state.running); }
    }
    paint();
  };
  const sync = () => {
    const clock = element.querySelector(".clock");
    if (!clock) { state.running = null; state.slot = null; return; }
    const fresh = clock.dataset.slot !== state.slot;
    const before = fresh && state.running !== "speech" ? state.running : null;
    if (fresh) { state.slot = clock.dataset.slot; state.running = null; }
    for (const timer of timers()) {
      const name = key(timer);
      if (name !== before && (fresh || !(name in state.left))) state.left[name] = Number(timer.dataset.left);
    }
    tell(before);
    paint();
  };
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    tick();
    const before = state.running;
    if (button.dataset.run) {
      state.running = before === button.dataset.run ? null : button.dataset.run;
      state.at = state.told = performance.now();
      if (before !== state.running) tell(before);
    } else {
      if (before === "speech") state.running = null;
      state.left.speech = Number(element.querySelector(".timer").dataset.left);
    }
    paint();
  });
  setInterval(tick, 250);
  watch("value", sync);
  sync();
})();
