/* Pasting into a text: what Word and web pages put on the clipboard, as blocks of ours.

   Word writes items of lists as paragraphs with a bullet typed before them, and styles, comments
   and tags of its own around everything. Here the clipboard's HTML is read in a document that runs
   and loads nothing; headings, paragraphs, lists, bold, italic and links are rebuilt from it, and
   nothing else gets in. What a text cannot hold is said to the author (cms/blocks/wagtail_hooks.py
   has the sentences). */
(() => {
  const TYPE = "pasting";
  const MOST_DEPTH = 4; // as DEEPEST_ITEM of the import from Word
  const SAFE_LINK = /^(https?:\/\/|mailto:|tel:)/i;
  const OWN_FRAGMENT = /data-draftjs-conductor-fragment|data-offset-key/;
  const LEFT_OUT = new Set([
    "SCRIPT", "STYLE", "HEAD", "META", "LINK", "TITLE", "XML", "OBJECT", "EMBED", "IFRAME",
    "TEMPLATE", "NOSCRIPT", "INPUT", "TEXTAREA", "SELECT", "BUTTON", "DEL", "COL", "COLGROUP",
  ]);
  const PICTURES = new Set(["IMG", "SVG", "PICTURE", "VIDEO", "AUDIO", "CANVAS", "V:SHAPE"]);
  const BLOCKS = new Set([
    "P", "DIV", "SECTION", "ARTICLE", "BLOCKQUOTE", "PRE", "DL", "DT", "DD", "FIGURE",
    "FIGCAPTION", "ADDRESS", "HR", "MAIN", "HEADER", "FOOTER", "ASIDE", "NAV", "CAPTION",
  ]);
  const HEADING = /^H([1-6])$/;
  // A number or letter with a sign after it; everything else before an item is a bullet.
  const COUNTED = /^\(?(\d{1,3}|[a-z]|[ivxlc]{1,6})[.)\]]/i;
  const ABOVE = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
  const BELOW = { 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉" };

  const styleOf = (element) => element.getAttribute("style") || "";

  /** Reads one clipboard into blocks; `lost` names what could not be kept. */
  class Reader {
    constructor(html, withHeadings) {
      this.withHeadings = withHeadings;
      this.blocks = [];
      this.lost = new Set();
      this.current = null;
      this.space = false;
      const body = new DOMParser().parseFromString(html, "text/html").body;
      this.highest = body.querySelector("h1, p[class*=MsoTitle]") ? 1 : 2;
      this.children(body, { type: "unstyled", depth: 0 }, {});
      this.finish();
    }

    /** Begin a new block where the next words come. */
    finish() {
      const block = this.current;
      this.current = null;
      this.space = false;
      if (!block) return;
      while (block.pieces.length && !block.pieces[block.pieces.length - 1].text.trim()) {
        block.pieces.pop();
      }
      if (block.pieces.length) {
        const last = block.pieces[block.pieces.length - 1];
        last.text = last.text.trimEnd();
        this.blocks.push(block);
      }
    }

    text(words, kind, look) {
      const collapsed = words.replace(/[\s\u00a0]+/g, " ");
      if (!this.current && !collapsed.trim()) return;
      if (!this.current) this.current = { ...kind, pieces: [] };
      const block = this.current;
      const before = block.pieces.length ? block.pieces[block.pieces.length - 1].text : "";
      const glued = !before || /[ \n]$/.test(before) ? collapsed.replace(/^ /, "") : collapsed;
      if (glued) block.pieces.push({ text: glued, ...look });
    }

    children(parent, kind, look) {
      parent.childNodes.forEach((node) => {
        if (node.nodeType === Node.TEXT_NODE) this.text(node.data, kind, look);
        else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, kind, look);
      });
    }

    element(element, kind, look) {
      const tag = element.tagName.toUpperCase();
      const style = styleOf(element);
      if (PICTURES.has(tag)) {
        this.lost.add("pictures");
      } else if (LEFT_OUT.has(tag) || isNoise(element, style)) {
        // nothing of it is text
      } else if (tag === "BR") {
        if (this.current) this.current.pieces.push({ text: "\n", ...look });
      } else if (tag === "TABLE") {
        this.table(element, kind, look);
      } else if (tag === "UL" || tag === "OL") {
        this.list(element, kind, look);
      } else if (HEADING.test(tag) || tag === "P" || BLOCKS.has(tag)) {
        this.block(element, kind, look);
      } else {
        this.children(element, kind, this.look(element, tag, style, look));
      }
    }

    /** Read a paragraph or heading; inside an item of a list it is a line of the item. */
    block(element, kind, look) {
      const item = wordItem(element);
      const level = headingLevel(element);
      let own = kind;
      if (level) own = this.heading(level);
      else if (item) own = { type: item.ordered ? "ordered-list-item" : "unordered-list-item", depth: item.depth };
      if (own === kind && kind.item && this.current) {
        this.current.pieces.push({ text: "\n" });
        this.children(element, kind, look);
        return;
      }
      if (!(own === kind && kind.item)) this.finish();
      this.children(element, own, level ? { plain: true, bold: !this.withHeadings } : look);
      if (!kind.item) this.finish();
    }

    /** Return what a heading becomes; in a text without headings it is a bold line. */
    heading(level) {
      const depth = level - this.highest;
      if (!this.withHeadings) this.lost.add("allHeadings");
      else if (depth > 1) this.lost.add("headings");
      const type = depth < 1 ? "header-two" : "header-three";
      return { type: this.withHeadings ? type : "unstyled", depth: 0 };
    }

    list(element, kind, look) {
      const nested = kind.item ? kind.depth + 1 : kind.inList ? kind.depth + 1 : 0;
      const type = element.tagName === "OL" ? "ordered-list-item" : "unordered-list-item";
      this.finish();
      element.childNodes.forEach((node) => {
        if (node.nodeType !== Node.ELEMENT_NODE) return;
        if (node.tagName === "LI") {
          // Word on the web puts every item into a list of its own, and tells the level.
          const told = parseInt(node.getAttribute("data-aria-level"), 10);
          const depth = Math.min(told ? told - 1 : nested, MOST_DEPTH);
          this.children(node, { type, depth, item: true }, this.look(node, "LI", styleOf(node), look));
          this.finish();
        } else {
          this.element(node, { type: "unstyled", depth: nested, inList: true }, look);
          this.finish();
        }
      });
    }

    /** Keep the words of a table, a line for each row; a single cell is only a frame. */
    table(element, kind, look) {
      this.finish();
      const rows = [...element.rows];
      if (rows.length === 1 && rows[0].cells.length === 1) {
        this.children(rows[0].cells[0], { type: "unstyled", depth: 0 }, look);
        this.finish();
        return;
      }
      this.lost.add("tables");
      rows.forEach((row) => {
        [...row.cells].forEach((cell, at) => {
          if (at) this.text(" | ", { type: "unstyled", depth: 0 }, {});
          const inside = new Reader(cell.innerHTML, this.withHeadings);
          inside.lost.forEach((what) => this.lost.add(what));
          inside.blocks.forEach((block, number) => {
            if (number) this.text("; ", { type: "unstyled", depth: 0 }, {});
            block.pieces.forEach((piece) => {
              const { text, ...how } = piece;
              this.text(text, { type: "unstyled", depth: 0 }, how);
            });
          });
        });
        this.finish();
      });
    }

    look(element, tag, style, look) {
      const own = { ...look };
      if (!look.plain) emphasise(own, tag, style);
      if (tag === "SUP") own.figures = ABOVE;
      if (tag === "SUB") own.figures = BELOW;
      if (tag === "A" && element.hasAttribute("href")) {
        const address = element.getAttribute("href").trim();
        if (SAFE_LINK.test(address)) own.link = address;
        else if (!address.startsWith("#")) this.lost.add("links");
      }
      return own;
    }
  }

  /** Add what an element says of bold and italic; its style has the last word. */
  function emphasise(look, tag, style) {
    if (tag === "B" || tag === "STRONG") look.bold = true;
    if (tag === "I" || tag === "EM") look.italic = true;
    const weight = /(?:^|;)\s*font-weight:\s*(\w+)/i.exec(style);
    if (weight) look.bold = /bold/i.test(weight[1]) || parseInt(weight[1], 10) >= 600;
    const slant = /(?:^|;)\s*font-style:\s*(\w+)/i.exec(style);
    if (slant) look.italic = /italic|oblique/i.test(slant[1]);
  }

  /** Tell what of Word's is no text: its marks before items, comments, hidden words. */
  function isNoise(element, style) {
    return (
      /mso-list:\s*ignore|mso-hide:\s*all|display:\s*none|mso-element:\s*comment/i.test(style) ||
      /MsoComment/.test(element.className)
    );
  }

  function headingLevel(element) {
    const found = HEADING.exec(element.tagName);
    if (found) return parseInt(found[1], 10);
    if (/\bMsoTitle\b/.test(element.className)) return 1;
    // Word on the web has paragraphs that say they are headings.
    return element.getAttribute("role") === "heading"
      ? parseInt(element.getAttribute("aria-level"), 10) || 2
      : 0;
  }

  /** Return how an item of a list is counted and how deep it is, for a paragraph of Word's. */
  function wordItem(element) {
    const level = /mso-list:[^;]*\blevel(\d)/i.exec(styleOf(element));
    if (!level) return null;
    const mark = [...element.querySelectorAll("[style]")].find((one) =>
      /mso-list:\s*ignore/i.test(styleOf(one)),
    );
    const sign = mark ? mark.textContent.trim() : "";
    return {
      ordered: COUNTED.test(sign) && sign !== "o",
      depth: Math.min(parseInt(level[1], 10) - 1, MOST_DEPTH),
    };
  }

  /** Return the blocks as Draft.js writes content down. */
  function rawOf(blocks) {
    const raw = { blocks: [], entityMap: {} };
    let entities = 0;
    let before = [];
    blocks.forEach((block) => {
      const isItem = block.type.endsWith("list-item");
      // An item stands at most one level below the one before it.
      before = isItem ? before.filter((depth) => depth <= block.depth) : [];
      if (isItem && before[before.length - 1] !== block.depth) before.push(block.depth);
      const written = {
        type: block.type,
        depth: isItem ? before.length - 1 : 0,
        text: "",
        inlineStyleRanges: [],
        entityRanges: [],
      };
      block.pieces.forEach((piece) => {
        const text = piece.figures
          ? piece.text.replace(/\d/g, (figure) => piece.figures[figure])
          : piece.text;
        const range = { offset: written.text.length, length: text.length };
        if (piece.bold) written.inlineStyleRanges.push({ ...range, style: "BOLD" });
        if (piece.italic) written.inlineStyleRanges.push({ ...range, style: "ITALIC" });
        const last = written.entityRanges[written.entityRanges.length - 1];
        if (piece.link && last && raw.entityMap[last.key].data.url === piece.link
            && last.offset + last.length === range.offset) {
          last.length += text.length;
        } else if (piece.link) {
          raw.entityMap[entities] = { type: "LINK", mutability: "MUTABLE", data: { url: piece.link } };
          written.entityRanges.push({ ...range, key: entities });
          entities += 1;
        }
        written.text += text;
      });
      raw.blocks.push(written);
    });
    return raw;
  }

  /** Say below the text what it could not hold, until something else is pasted into it. */
  function tell(lost, { getEditorRef, getPlugins }) {
    const { sentences } = getPlugins().find((plugin) => plugin.type === TYPE);
    // Not among the page's messages, which are far above where the author is looking.
    const wrapper = getEditorRef().editor.closest("[data-draftail-editor-wrapper]");
    const before = wrapper.nextElementSibling;
    if (before && before.hasAttribute("data-pasting")) before.remove();
    if (!lost.size) return;
    const note = document.createElement("div");
    note.className = "help-block help-warning";
    note.setAttribute("data-pasting", "");
    note.setAttribute("role", "alert");
    // The end of a long text is out of sight: the note stays above the buttons until it is closed.
    note.style.cssText = "position: sticky; bottom: 5rem; z-index: 1";
    note.innerHTML = '<svg class="icon icon-warning" aria-hidden="true"><use href="#icon-warning">';
    lost.forEach((what) => {
      note.appendChild(document.createElement("p")).textContent = sentences[what];
    });
    const close = note.appendChild(document.createElement("button"));
    close.type = "button";
    close.className = "button button-small button-secondary";
    close.textContent = sentences.close;
    close.addEventListener("click", () => {
      note.remove();
      getEditorRef().focus();
    });
    wrapper.after(note);
    // Below a short text at the foot of the window there is nothing to stay above of.
    window.setTimeout(() => {
      const { bottom } = note.getBoundingClientRect();
      if (bottom > window.innerHeight) note.scrollIntoView({ block: "center" });
    }, 100);
  }

  function handlePastedText(text, html, editorState, plugin) {
    if (!html || OWN_FRAGMENT.test(html)) return "not-handled";
    const { EditorState, Modifier, convertFromRaw } = window.DraftJS;
    const { headings } = plugin.getPlugins().find((one) => one.type === TYPE);
    const reader = new Reader(html, headings);
    tell(reader.lost, plugin);
    if (reader.blocks.length) {
      const content = Modifier.replaceWithFragment(
        editorState.getCurrentContent(),
        editorState.getSelection(),
        convertFromRaw(rawOf(reader.blocks)).getBlockMap(),
      );
      plugin.setEditorState(EditorState.push(editorState, content, "insert-fragment"));
    }
    return "handled";
  }

  /** Say why a picture that was copied by itself does not appear. */
  function handlePastedFiles(files, plugin) {
    if (![...files].some((file) => file.type.startsWith("image/"))) return "not-handled";
    tell(new Set(["pictures"]), plugin);
    return "handled";
  }

  window.draftail.registerPlugin({ type: TYPE, handlePastedText, handlePastedFiles }, "plugins");
})();
