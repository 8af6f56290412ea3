// What several views are made of.

import { announce, h, name } from './dom.js';
import { exactly } from './text.js';

export const badge = (kind, text) => h('span', { class: `badge ${kind}` }, text);
export const notice = (kind, ...content) => h('div', { class: `notice ${kind}` }, ...content);
export const wait = text => h('p', { class: 'wait', role: 'status' }, text);
export const empty = text => h('p', { class: 'empty' }, text);

export function figures(...pairs) {
  return h('dl', { class: 'figures' }, pairs.map(([label, value, isWords]) =>
    h('div', { class: 'figure' }, h('dt', null, label), h('dd', { class: isWords ? 'words' : null }, value))));
}

/** A table that becomes a list on a narrow screen. Columns are [heading, class, cell of a row, whether the rows are in its order]. */
export function table(caption, columns, rows) {
  return h('table', { class: 'table', role: 'table', 'aria-label': caption },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, columns.map(([heading, , , isSorted]) =>
      h('th', { role: 'columnheader', scope: 'col', 'aria-sort': isSorted ? 'ascending' : null }, heading || h('span', { class: 'sr-only' }, 'Actions'), isSorted ? h('span', { 'aria-hidden': 'true' }, ' ↑') : null)))),
    h('tbody', { role: 'rowgroup' }, rows.map(row => h('tr', { role: 'row' }, columns.map(([heading, kind, cell]) =>
      h('td', { role: 'cell', class: kind, 'data-label': heading }, h('div', null, cell(row))))))));
}

/** A value to take along. */
export function copyField(label, value, id, labelClass) {
  const input = h('input', { type: 'text', readonly: true, value, id, spellcheck: 'false', autocomplete: 'off', onfocus: () => input.select() });
  const button = h('button', { type: 'button', 'aria-label': `Copy: ${label}`, onclick: copy }, 'Copy');
  return h('div', { class: 'field' }, h('label', { for: id, class: labelClass }, label), h('div', { class: 'copy' }, input, button));

  async function copy() {
    let isDone = false;
    try {
      await navigator.clipboard.writeText(value);
      isDone = true;
    } catch {
      // Without HTTPS there is no clipboard to write to.
      input.focus();
      input.select();
      isDone = document.execCommand('copy');
    }
    button.textContent = isDone ? 'Copied' : 'Select it';
    announce(isDone ? `${label} copied` : `${label} is selected; copy it with the keyboard`);
    setTimeout(() => { button.textContent = 'Copy'; }, 2_000);
  }
}

/** Asks; resolves to whether the person agreed. Content is what the dialog says; with run, it stays until that is done, whatever is pressed meanwhile, and shows what went wrong. */
export function ask({ title, content, action, kind = 'primary', cancel = 'Cancel', run }) {
  return new Promise(resolve => {
    let result = false;
    const error = h('p', { class: 'error', role: 'alert' });
    const yes = h('button', { type: 'submit', class: kind }, action);
    const no = h('button', { type: 'button', onclick: () => { if (!isBusy()) dialog.close(); } }, cancel);
    const form = h('form', { onsubmit: submit },
      h('h2', { id: 'dialog-title' }, title),
      h('div', { class: 'stack section' }, content, error),
      h('div', { class: 'foot' }, no, yes));
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', oncancel: event => { if (isBusy()) event.preventDefault(); }, onkeydown: event => { if (isBusy()) keepOpen(event); }, onclose: done }, form);
    document.body.append(dialog);
    dialog.showModal();
    if (kind === 'danger') no.focus();

    async function submit(event) {
      event.preventDefault();
      if (isBusy()) return;
      for (const button of [yes, no]) button.setAttribute('aria-disabled', 'true');
      dialog.dataset.stays = '';
      error.textContent = '';
      try {
        result = run ? await run() ?? true : true;
        dialog.close();
      } catch (e) {
        error.textContent = e.message;
        for (const button of [yes, no]) button.removeAttribute('aria-disabled');
        delete dialog.dataset.stays;
        if (e.status === 401) dialog.close();
      }
    }

    function isBusy() {
      return yes.hasAttribute('aria-disabled');
    }

    function done() {
      dialog.remove();
      resolve(result);
    }
  });
}

// A second Escape closes a dialog whatever its cancel event says.
function keepOpen(event) {
  if (event.key === 'Escape') event.preventDefault();
}

/** Tells something that is not shown again: its button alone closes it. */
export function tell({ title, content, action = 'Done' }) {
  return new Promise(resolve => {
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', 'data-stays': true, oncancel: event => event.preventDefault(), onkeydown: keepOpen, onclose: () => { dialog.remove(); resolve(); } },
      h('h2', { id: 'dialog-title' }, title),
      h('div', { class: 'stack section' }, content),
      h('div', { class: 'foot' }, h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, action)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

const outcomes = { refused: ['bad', 'Refused'], failed: ['bad', 'Failed'], held: ['warn', 'Held'] };

/** What happened, the newest first. */
export function timeline(lines) {
  if (lines.length === 0) return empty('The log has nothing of it.');
  return h('ol', { class: 'timeline' }, lines.map(x => h('li', null,
    exactly(x.at),
    name(x.who, { class: 'by' }),
    h('div', { class: 'what' },
      outcomes[x.outcome] ? [badge(...outcomes[x.outcome]), ' '] : null,
      name(outcomes[x.outcome] ? x.what.replace(/^(REFUSED|FAILED|HELD):? /, '') : x.what),
      x.request ? h('div', { class: 'request' }, x.request) : null))));
}

/** A link to a resource's page. */
export const resourceLink = (type, id, text) => h('a', { href: `#/${type}/${id}`, class: 'clamp' }, name(text || id));
