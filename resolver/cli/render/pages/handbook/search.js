"use strict";
// Search as you type. The index is a script of its own, loaded when the search is first used, so that pages open at
// once and everything works from a disk, where a page may not read files.
(() => {
  const box = document.getElementById("search");
  const list = document.getElementById("hits");
  const { index, root, language } = box.dataset;
  const mine = language === "en" ? 1 : 0;
  const SHOWN = 40;
  let entries = null;
  let chosen = -1;

  // Full-width letters, case and blanks make no difference.
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  function load() {
    if (load.begun) return;
    load.begun = true;
    const script = document.createElement("script");
    script.src = index;
    script.onload = () => {
      const kinds = Object.keys(window.handbookIndex.kinds);
      entries = window.handbookIndex.entries.map(([kind, key, place, ...texts]) => ({
        kind, key, place, texts, order: kinds.indexOf(kind),
        heads: [key, texts[0], texts[1]].map(plain), all: plain([key, ...texts].join("\n")),
      }));
      search();
    };
    document.head.append(script);
  }

  // The lower, the better: the key itself, a beginning, within key or title, within the text.
  function rank(entry, query, words) {
    if (!words.every((word) => entry.all.includes(word))) return null;
    if (entry.heads[0] === query) return 0;
    if (entry.heads.some((head) => head.startsWith(query))) return 1;
    if (words.every((word) => entry.heads.some((head) => head.includes(word)))) return 2;
    return 3;
  }

  function search() {
    const query = plain(box.value.trim());
    if (!query || !entries) return close();
    const words = query.split(/\s+/);
    const found = [];
    for (const entry of entries) {
      const place = rank(entry, query, words);
      if (place !== null) found.push([place, entry]);
    }
    found.sort(([a, one], [b, other]) => a - b || one.order - other.order);
    show(found.slice(0, SHOWN).map(([, entry]) => entry), words, found.length - SHOWN);
  }

  function show(found, words, more) {
    chosen = -1;
    list.replaceChildren(...found.map((entry, place) => hit(entry, words, place)));
    if (!found.length) list.append(line(box.dataset.none));
    if (more > 0) list.append(line(box.dataset.more.replace("{0}", more)));
    list.hidden = false;
    list.scrollTop = 0;
    box.setAttribute("aria-expanded", "true");
    box.removeAttribute("aria-activedescendant");
  }

  function hit(entry, words, place) {
    const link = document.createElement("a");
    Object.assign(link, { id: `hit-${place}`, href: root + entry.place, role: "option", tabIndex: -1 });
    link.setAttribute("aria-selected", "false");
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = window.handbookIndex.kinds[entry.kind][mine];
    const title = document.createElement("span");
    title.append(...marked(entry.texts[mine], words));
    const rest = document.createElement("span");
    rest.className = "rest";
    rest.append(...marked([entry.key, excerpt(entry, words)].filter(Boolean).join(" · "), words));
    link.append(kind, title, rest);
    return link;
  }

  // What to show below the title: the first text with a word in it that the title does not show already.
  function excerpt(entry, words) {
    const texts = [entry.texts[2 + mine], entry.texts[1 - mine], entry.texts[3 - mine]];
    const seen = plain(entry.texts[mine] + entry.key);
    const missing = words.find((word) => !seen.includes(word));
    const text = (missing && texts.find((one) => plain(one).includes(missing))) || texts[0];
    const start = Math.max(0, missing ? plain(text).indexOf(missing) - 24 : 0);
    return (start ? "…" : "") + text.slice(start, start + 90) + (text.length > start + 90 ? "…" : "");
  }

  function marked(text, words) {
    const low = text.toLowerCase();
    const hits = [];
    for (const word of words) {
      for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) hits.push([at, at + word.length]);
    }
    hits.sort(([a], [b]) => a - b);
    const parts = [];
    let done = 0;
    for (const [start, end] of hits) {
      if (start < done) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      parts.push(text.slice(done, start), mark);
      done = end;
    }
    return [...parts, text.slice(done)];
  }

  function line(text) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    return paragraph;
  }

  function choose(place) {
    const links = list.querySelectorAll("a");
    if (!links.length) return;
    links[chosen]?.setAttribute("aria-selected", "false");
    chosen = (place + links.length) % links.length;
    links[chosen].setAttribute("aria-selected", "true");
    links[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", links[chosen].id);
  }

  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  const keys = {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen < 0 ? -1 : chosen - 1),
    Enter: () => list.querySelectorAll("a")[Math.max(chosen, 0)]?.click(),
    Escape: () => { box.value = ""; close(); },
  };
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key] || list.hidden) return;
    event.preventDefault();
    keys[event.key]();
  });
  box.addEventListener("focus", () => { load(); search(); });
  box.addEventListener("input", search);
  list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, textarea") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    box.focus();
  });
  box.disabled = false;

  // The other language at the same place of the same page.
  const other = document.getElementById("switch");
  const follow = () => { other.hash = location.hash; };
  window.addEventListener("hashchange", follow);
  follow();
})();
