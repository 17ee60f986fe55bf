/* Protects against clicks on controls that just changed: a control that moved, appeared, was uncovered or changed its text
   less than 600 ms ago is inert for pointer and keyboard. The positions of controls are measured, whatever moved them. */
(() => {
  "use strict";

  const INERT = 600, NEAR = 1.5, HAND = 8;
  const DECIDES = "button, .button", OTHERS = "a[href], summary, select, input[type=checkbox], input[type=radio]";
  const ALL = `${DECIDES}, ${OTHERS}`;
  /* For each control: its position in the window (x, y) and in the document (top), its text, and the time of the last change. */
  const known = new WeakMap();
  /* The position of the pointer (-1: unknown), the act below it, the scroll position then, and the position at the last
     change of the act. */
  const hand = { x: -1, y: -1, on: "", scroll: scrollY, rest: { x: -1, y: -1, on: "" } };
  let due = 0, ends = 0;

  const controls = () => [...document.querySelectorAll(ALL)];
  const isInside = (box, x, y) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

  function overlays() {
    return [...document.querySelectorAll("[data-overlay]:not([hidden])")].map((each) => [each, each.getBoundingClientRect()]);
  }

  function isCovered(control, box, over) {
    return over.some(([each, area]) => !each.contains(control) && box.left < area.right && box.right > area.left
      && box.top < area.bottom && box.bottom > area.top);
  }

  function look(control, now, over) {
    const box = control.getBoundingClientRect(), words = control.textContent, top = box.top + scrollY;
    const covered = isCovered(control, box, over), was = known.get(control);
    const shown = !control.checkVisibility || control.checkVisibility();
    const is = { x: box.left, y: box.top, width: box.width, height: box.height, top, words, covered, shown };
    if (!was) {
      known.set(control, { ...is, seen: now, placed: now, born: { x: hand.x, y: hand.y, under: isInside(box, hand.x, hand.y) } });
      return;
    }
    const isChanged = was.words !== words || was.covered && !covered || !was.shown && shown;
    const isElsewhere = isChanged || apart(was.x, is.x) || apart(was.top, is.top)
      || apart(was.width, is.width) || apart(was.height, is.height);
    const isScrolled = control.matches(DECIDES) && apart(was.y, is.y);
    /* A position is kept until the control has left it for good, so that many small steps count as one move. */
    if (isElsewhere) Object.assign(was, is, { seen: now, placed: now });
    else if (isScrolled) Object.assign(was, is, { seen: now });
    else { was.covered = covered; was.shown = shown; if (!control.matches(DECIDES)) was.y = is.y; }
  }

  const apart = (one, other) => Math.abs(one - other) > NEAR;

  function sample(now) {
    due = 0;
    scrolled();
    const over = overlays();
    let last = 0;
    for (const control of controls()) {
      look(control, now, over);
      const { placed } = known.get(control), isInert = now - placed < INERT;
      if (control.hasAttribute("data-settling") !== isInert) settle(control, isInert);
      if (isInert) last = Math.max(last, placed);
    }
    clearTimeout(ends);
    if (last) ends = setTimeout(soon, last + INERT - now + 1);
  }

  function settle(control, isInert) {
    control.toggleAttribute("data-settling", isInert);
    if (isInert) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
  }

  function soon() {
    if (!due) due = requestAnimationFrame(() => sample(performance.now()));
  }

  /* All controls count as new: on a page just rendered, or restored from the browser's cache. */
  function renew() {
    const now = performance.now();
    sample(now);
    for (const control of controls()) Object.assign(known.get(control), { seen: now, placed: now });
    sample(now);
  }

  /* Whether an act on a control may pass. `isPointed`: by a pointer, else by keyboard or assistive technology. */
  function isArmed(control, event, isPointed) {
    look(control, performance.now(), overlays());
    const { seen, placed, born } = known.get(control);
    if (control.closest("[data-stale]")) return false;
    if (event.timeStamp - placed < INERT) return false;
    if (isPointed && event.timeStamp - seen < INERT && !isAimed(control)) return false;
    const isResting = born.under && Math.hypot(hand.x - born.x, hand.y - born.y) < HAND && !born.moved;
    return !(isPointed && isResting && control.closest("[data-acknowledge]"));
  }

  /* After scrolling, another control may be below a pointer that did not move. */
  function isAimed(control) {
    const { rest } = hand, isSame = rest.on && rest.on === actOf(control);
    return hand.isMoved && (isSame || rest.x < 0 || Math.hypot(hand.x - rest.x, hand.y - rest.y) >= HAND);
  }

  /* The act of a control: two controls with the same act count as one. */
  function actOf(control) {
    const { form, name, value } = control, digest = form && form.elements.digest;
    return [control.href || form && form.getAttribute("action"), digest && digest.value, name, value, control.textContent].join(" ");
  }

  function scrolled() {
    if (hand.scroll === scrollY) return;
    Object.assign(hand, { scroll: scrollY, rest: { x: hand.x, y: hand.y, on: hand.on }, isMoved: false });
  }

  function refuse(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function controlAt(event) {
    return event.target instanceof Element ? event.target.closest(`${ALL}, label`) : null;
  }

  function judged(event) {
    let control = controlAt(event);
    if (control && control.matches("label")) control = control.control;
    if (!control || !control.matches(ALL)) return missed(event);
    const isPointed = event.type !== "click" || event.detail > 0;
    if (isArmed(control, event, isPointed)) return;
    refuse(event);
    soon();
    if (event.type === "click") countersign.tell("This has just moved or changed. Check it, then press again.");
  }

  /* An inert control lets the pointer through; the person is told why nothing happened. */
  function missed(event) {
    if (event.type !== "click" || event.detail === 0) return;
    const under = [...document.querySelectorAll("[data-settling]")]
      .some((each) => each.matches(DECIDES) && isInside(each.getBoundingClientRect(), event.clientX, event.clientY));
    if (under) countersign.tell("This has just moved or changed. Check it, then press again.");
  }

  function moved(event) {
    scrolled();
    hand.isMoved = hand.isMoved || event.type === "pointermove";
    const control = controlAt(event);
    Object.assign(hand, { x: event.clientX, y: event.clientY, on: control ? actOf(control) : "" });
    for (const control of document.querySelectorAll("[data-acknowledge] button")) {
      const found = known.get(control);
      if (found && Math.hypot(hand.x - found.born.x, hand.y - found.born.y) >= HAND) found.born.moved = true;
    }
  }

  function pressed(event) {
    if (event.key !== "Enter" && event.key !== " ") return;
    const control = controlAt(event);
    if (event.repeat && control && control.matches(ALL)) refuse(event);
  }

  for (const type of ["pointermove", "pointerdown"]) addEventListener(type, moved, { capture: true, passive: true });
  for (const type of ["pointerdown", "mousedown", "click"]) addEventListener(type, judged, true);
  addEventListener("keydown", pressed, true);
  for (const type of ["scroll", "resize", "load", "toggle"]) addEventListener(type, soon, { capture: true, passive: true });
  /* Runs at once, before new controls can be pressed. */
  new MutationObserver(() => sample(performance.now())).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true,
    attributeFilter: ["open", "hidden", "class", "style", "disabled", "rows", "src", "data-stale"],
  });
  new ResizeObserver(soon).observe(document.body);
  if (document.fonts) document.fonts.addEventListener("loadingdone", soon);
  addEventListener("pageshow", () => requestAnimationFrame(renew));
  renew();

  window.countersign = { soon, controls, hand, tell: (text) => { document.getElementById("said").textContent = text; } };
})();
