/* Decisions in place, with one primary control at a time. The forms to edit and to reject replace the plain Approve button;
   a button names the call that it approves; unsent text is asked about before an approval; Enter in a field sends nothing. */
(() => {
  "use strict";

  const { words } = countersign;
  const UNUSUAL = / {2,}|\n{3,}|["\\]|[^ -~À-ÖØ-öø-ÿ€]/gu, NAMED = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r" };
  const WHOLE = 40, HEAD = 24, TAIL = 12;

  /* The word of a button, as in bot/http/pages/approve_label.py. */

  function shown(text) {
    return text.replace(UNUSUAL, (run) => run.length > 1 && /^[ \n]/.test(run)
      ? `\\${run[0] === " " ? "s" : "l"}{${run.length}}` : NAMED[run] || `\\u{${run.codePointAt(0).toString(16)}}`);
  }

  function shorten(word) {
    const all = [...word];
    return all.length <= WHOLE ? word : `${all.slice(0, HEAD).join("")}…${all.slice(-TAIL).join("")}`;
  }

  function name(form) {
    const typed = form.dataset.names.split(" ").filter(Boolean)
      .map((each) => form.elements[`field.${each}`]).filter((field) => field && "value" in field);
    const word = typed.map((field) => shown(field.value.replace(/\r\n/g, "\n")).trim()).find(Boolean);
    const button = form.querySelector("[data-act]"), label = `${button.dataset.act} ${shorten(word || form.dataset.tool)}`;
    if (button.textContent !== label) button.textContent = label;
  }

  /* Panels. */

  const area = (part) => part.closest("[data-decide]");
  const plain = (decide) => decide.querySelector("form[data-plain]");
  const panels = (decide) => [...decide.querySelectorAll("form.panel")];

  /* Opens the form of a template in place, with the text typed before. Returns the form. */
  function open(template) {
    const decide = area(template), keep = template.dataset.panel;
    let form = panels(decide).find((each) => each.dataset.keep === keep);
    if (!form) {
      form = document.importNode(template.content, true).querySelector("form");
      decide.append(form);
      if (form.dataset.names !== undefined) name(form);
    }
    for (const other of panels(decide)) other.hidden = other !== form;
    decide.dataset.panel = keep;
    closeQuestion(decide);
    arrange(decide);
    return form;
  }

  function close(decide) {
    for (const form of panels(decide)) form.hidden = true;
    delete decide.dataset.panel;
    arrange(decide);
  }

  /* The plain Approve is shown while no edit form is open. Beside a form to reject it is no primary control. */
  function arrange(decide) {
    const form = plain(decide), panel = decide.dataset.panel, isAsked = Boolean(decide.querySelector(".unsent"));
    const isAway = panel === "edit" || isAsked;
    form.hidden = isAway;
    for (const button of form.querySelectorAll("button:not([data-no-enter])")) button.disabled = isAway;
    for (const link of decide.querySelectorAll("[data-opens]")) link.hidden = isAway || panel === link.dataset.opens;
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element && event.target.closest("[data-opens], [data-closes]");
    const decide = link && area(link);
    if (!decide || !plain(decide)) return;
    event.preventDefault();
    if ("closes" in link.dataset) {
      const keep = link.closest("form").dataset.keep;
      close(decide);
      decide.querySelector(`[data-opens="${keep}"]`).focus({ preventScroll: true });
      return;
    }
    const form = open(decide.querySelector(`template[data-panel="${link.dataset.opens}"]`));
    const first = words.fields(form)[0];
    if (first) first.focus({ preventScroll: true });
  });

  /* Unsent text. An approval asks about it first. */

  function unsent(decide) {
    return panels(decide).find((form) => words.isWritten(form));
  }

  function closeQuestion(decide) {
    const box = decide.querySelector(".unsent");
    if (box) box.remove();
  }

  function ask(decide, form) {
    closeQuestion(decide);
    const isReason = form.dataset.keep === "reject";
    const box = document.createElement("div");
    box.className = "unsent stands";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const text = document.createElement("p");
    text.textContent = isReason
      ? "You wrote why to reject this. Reject, or discard the words? Nothing is decided yet."
      : "You typed other arguments. Go on editing, or discard what you typed? Nothing is decided yet.";
    const choices = document.createElement("div");
    choices.className = "buttons";
    choices.append(
      choice(isReason ? "Reject with these words" : "Go on editing", isReason ? "reject" : "", () => {
        open(decide.querySelector(`template[data-panel="${form.dataset.keep}"]`));
        if (isReason) form.requestSubmit(form.querySelector("button[name=decision]"));
      }),
      choice("Discard the words", "", () => {
        words.done(form);
        form.remove();
        closeQuestion(decide);
        close(decide);
        decide.closest("[data-body]").focus({ preventScroll: true });
      }),
    );
    box.append(text, choices);
    for (const each of panels(decide)) each.hidden = true;
    decide.append(box);
    arrange(decide);
    box.focus({ preventScroll: true });
  }

  function choice(label, look, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.className = look;
    button.addEventListener("click", act);
    return button;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    const decide = form instanceof HTMLFormElement && form.closest("[data-decide]");
    if (!decide) return;
    if (!button || button.name !== "decision") { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (button.value !== "approve") return;
    const other = panels(decide).find((each) => each !== form && words.isWritten(each));
    if (!other) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(decide, other);
  }, true);

  /* Enter in a field. The disabled first button of a form blocks it; this tells the person. */

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement)) return;
    if (!field.form || !field.form.querySelector("[data-no-enter]")) return;
    event.preventDefault();
    countersign.tell("Enter sends nothing here. Press the button.");
  });

  document.addEventListener("input", (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : event.target.form;
    if (form && form.dataset.names !== undefined) name(form);
  });

  /* Copies a chosen reason into the field, where it can be changed; text typed by the person stays. */
  document.addEventListener("change", (event) => {
    const chosen = event.target, form = chosen.form, reason = form && form.elements.reason;
    if (chosen.name !== "option" || !reason) return;
    const offered = [...form.elements.option].map((option) => option.dataset.text || "");
    if (offered.includes(reason.value)) reason.value = chosen.dataset.text || "";
  });

  for (const form of document.querySelectorAll("form[data-names]")) name(form);
  countersign.decide = { open, name, unsent };
})();
