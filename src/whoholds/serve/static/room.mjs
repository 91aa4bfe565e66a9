// Every page: marks lit from the address, names remembered, news of the record told without reloading.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff0-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with everything invisible written out, and no longer than `most` characters. */
export function shown(text, most = 300) {
  const told = String(text).slice(0, most + 1).replace(HIDDEN, (one) => `⟨${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
  return told.length > most ? `${told.slice(0, most - 1)}…` : told;
}

/** A new element: `make("p", {className: "hint"}, "words", child)`. Words are words, never markup. */
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  const { dataset, ...rest } = options;
  Object.assign(element, rest);
  Object.assign(element.dataset, dataset ?? {});
  element.append(...children);
  return element;
}

export function percent(share) {
  return share < 0.01 ? "under 1 %" : share > 0.99 ? "over 99 %" : `${Math.round(share * 100)} %`;
}

function light() {
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  const claim = decodeURIComponent(location.hash.slice(1));
  const target = claim && document.getElementById(claim);
  const mark = /^m-\d+$/.test(claim) ? document.getElementById(claim.replace("m-", "f-")) : null;
  const finding = mark ?? (target && target.closest("[data-finding]"));
  if (!finding) return;
  finding.classList.add("lit");
  const number = finding.dataset.finding;
  const marks = [...document.querySelectorAll("mark[data-findings]")].filter((one) => one.dataset.findings.split(" ").includes(number));
  for (const one of marks) one.classList.add("lit");
  marks[0]?.scrollIntoView({ block: "center" });
}

function sign() {
  const kept = localStorage.getItem("signed") ?? "";
  for (const one of document.querySelectorAll("input.signed")) {
    if (!one.value) one.value = kept;
    one.form?.addEventListener("submit", () => localStorage.setItem("signed", one.value));
  }
}

/** Calls `then` with each new revision of the record; goes on after the server was away. */
export function listen(then) {
  let known = document.getElementById("stage")?.dataset.revision ?? "";
  const stream = new EventSource("/events");
  stream.addEventListener("revision", (event) => {
    const told = JSON.parse(event.data);
    if (known && known !== told.revision) then(told);
    known = told.revision;
  });
  window.addEventListener("pagehide", () => stream.close());
}

function lead() {
  for (const one of document.querySelectorAll("button.back")) {
    one.hidden = history.length < 2;
    one.addEventListener("click", () => history.back());
  }
}

light();
sign();
lead();
window.addEventListener("hashchange", light);
if (!document.getElementById("stage")) listen(() => { document.getElementById("news").hidden = false; });
