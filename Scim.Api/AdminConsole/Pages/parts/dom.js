// Elements are built, never parsed from text: whatever comes from elsewhere goes in as text alone.

/** An element. Names that begin with "on" are listeners; false, null and undefined leave an attribute out. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(x => x !== null && x !== undefined && x !== false));
  return element;
}

/** A name that comes from elsewhere: its direction stays its own. */
export const name = (text, attributes) => h('bdi', { dir: 'auto', ...attributes }, text);

/** Puts new content in the place of the old where the data has changed, and leaves the focus where it was. */
export function update(container, data, build) {
  const text = JSON.stringify(data);
  if (container.dataset.shown === text) return;

  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  container.dataset.shown = text;
  container.replaceChildren(...[build(data)].flat(Infinity).filter(x => x));
  if (focused) container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Says something to those who do not see it. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  announcer.textContent = '';
  setTimeout(() => { announcer.textContent = text; }, 50);
}
