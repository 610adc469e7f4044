// A document with numbered lines, checked a moment after one stops writing. Without this the form has a button for it.
(() => {
  const text = document.querySelector("textarea[data-check]");
  if (!text) return;
  const gutter = document.createElement("pre");
  gutter.className = "numbers";
  gutter.setAttribute("aria-hidden", "true");
  text.before(gutter);
  text.parentElement.classList.add("numbered");

  // The lines that something is wrong with, and what.
  const wrong = () => {
    const lines = new Map();
    for (const link of document.querySelectorAll("#findings a[data-line]")) {
      const says = link.parentElement.textContent.trim();
      lines.set(Number(link.dataset.line), says);
    }
    return lines;
  };
  const number = () => {
    const count = text.value.split("\n").length;
    const marked = [...wrong()].filter(([line]) => line <= count).sort(([a], [b]) => a - b);
    const upTo = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place).join("\n");
    const parts = [];
    let next = 1;
    for (const [line, says] of marked) {
      parts.push(upTo(next, line) + (line > next ? "\n" : ""));
      const mark = document.createElement("mark");
      mark.textContent = line;
      mark.title = says;
      parts.push(mark, "\n");
      next = line + 1;
    }
    parts.push(upTo(next, count + 1));
    gutter.replaceChildren(...parts);
    follow();
  };
  const follow = () => { gutter.scrollTop = text.scrollTop; };

  // Asks what is wrong. Of several answers under way, the last counts.
  let asked = 0;
  let timer;
  const check = async () => {
    const mine = ++asked;
    try {
      const body = new URLSearchParams(new FormData(text.form));
      const answer = await fetch(text.dataset.check, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("findings");
      if (mine !== asked || !answer.ok || !fresh) return;
      document.getElementById("findings").replaceChildren(...fresh.childNodes);
      number();
    } catch {
      // The button still checks.
    }
  };
  text.addEventListener("input", () => { number(); clearTimeout(timer); timer = setTimeout(check, 500); });
  text.addEventListener("scroll", follow);

  // A finding leads to its place: the characters are chosen, the line is in sight.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#findings a[data-line]");
    if (!link) return;
    event.preventDefault();
    const [line, column, length] = ["line", "column", "length"].map((name) => Number(link.dataset[name]));
    const lines = text.value.split("\n");
    const characters = [...(lines[line - 1] ?? "")];
    const begin = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const from = begin + characters.slice(0, column - 1).join("").length;
    const to = from + characters.slice(column - 1, column - 1 + length).join("").length;
    text.focus({ preventScroll: true });
    text.setSelectionRange(from, to);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (line - 1) * height - text.clientHeight / 3);
    text.scrollIntoView({ block: "nearest" });
  });
  number();
})();
