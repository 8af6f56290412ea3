import { post } from '../parts/api.js';
import { h, name } from '../parts/dom.js';
import { badge, empty, notice, resourceLink, table, wait } from '../parts/pieces.js';
import { figure, since } from '../parts/text.js';

const TYPING = 300;
const PLURALS = { User: 'People', Group: 'Groups' };

/** People, groups and what else there is. */
export function directory({ main, heading, session, parameters, signal }) {
  const state = { type: session.types.includes(parameters.get('type')) ? parameters.get('type') : session.types[0], text: parameters.get('q') ?? '' };
  // Where one came from is in the address, so that a reload and the way back lead there; how to turn back from there, in the entry of the history.
  const page = { cursor: parameters.get('cursor') ?? '', number: Number(parameters.get('page')) || 1 };
  let { before = [], total = null } = history.state?.directory ?? {};
  let asking = null;
  let typing;

  const field = h('input', { type: 'search', id: 'directory-search', autocomplete: 'off', placeholder: 'Name, e-mail address, externalId or id', value: state.text, maxlength: '256', oninput: () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ text: field.value }), TYPING);
  } });
  const types = h('div', { class: 'segments', role: 'group', 'aria-label': 'What to search' }, session.types.map(x =>
    h('button', { type: 'button', 'data-type': x, 'aria-pressed': `${x === state.type}`, onclick: () => change({ type: x }) }, PLURALS[x] ?? x)));
  const rows = h('div', { class: 'card flush', role: 'group', 'aria-label': 'What was found', tabindex: '-1' });
  const summary = h('span', { class: 'quiet', role: 'status' });
  const pager = h('div', { class: 'row section' });
  main.append(
    h('div', { class: 'head' }, heading),
    h('p', { class: 'lead' }, 'What SCIM holds, as the identity provider sent it.'),
    h('div', { class: 'row' }, h('div', { class: 'search' }, h('label', { class: 'sr-only', for: 'directory-search' }, 'Search'), field), types),
    h('div', { class: 'section' }, rows), pager);
  search();

  function change(what) {
    Object.assign(state, what);
    [before, total] = [[], null];
    Object.assign(page, { cursor: '', number: 1 });
    for (const button of types.children) button.setAttribute('aria-pressed', `${button.dataset.type === state.type}`);
    search();
  }

  function turn(cursor, by) {
    if (by > 0) before.push(page.cursor);
    Object.assign(page, { cursor, number: page.number + by });
    search(true);
  }

  function remember() {
    const address = new URLSearchParams({ type: state.type });
    if (state.text.trim()) address.set('q', state.text.trim());
    if (page.cursor) {
      address.set('page', page.number);
      address.set('cursor', page.cursor);
    }
    history.replaceState({ directory: { before, total } }, '', `#/directory?${address}`);
  }

  async function search(isTurned) {
    asking?.abort();
    const own = asking = new AbortController();
    rows.setAttribute('aria-busy', 'true');
    const late = setTimeout(() => rows.replaceChildren(h('div', { class: 'empty' }, wait('Searching.'))), 400);
    try {
      const found = await post('search', { ...state, cursor: page.cursor }, { signal: AbortSignal.any([signal, own.signal]) });
      if (found.totalResults !== undefined) total = found.totalResults;
      remember();
      show(found);
      if (isTurned) {
        rows.focus({ preventScroll: true });
        rows.scrollIntoView();
      }
    } catch (error) {
      if (signal.aborted || own.signal.aborted) return;
      const first = page.cursor ? h('button', { type: 'button', onclick: () => change({}) }, 'First page') : null;
      rows.replaceChildren(h('div', { class: 'empty stack' }, notice('bad', error.message), first));
      pager.replaceChildren();
    } finally {
      clearTimeout(late);
      if (own === asking) rows.removeAttribute('aria-busy');
    }
  }

  function show(found) {
    rows.replaceChildren(found.Resources.length === 0
      ? nothing()
      : table(PLURALS[state.type] ?? state.type, columns[state.type] ?? columns.other, found.Resources));
    summary.textContent = total === null ? '' : `${figure(total)} found, by ${state.type === 'User' ? 'user name' : 'name'}`;
    pager.replaceChildren(...[
      before.length > 0 ? h('button', { type: 'button', onclick: () => turn(before.pop(), -1) }, 'Back')
        : page.number > 1 ? h('button', { type: 'button', onclick: () => change({}) }, 'First page') : null,
      found.nextCursor ? h('button', { type: 'button', onclick: () => turn(found.nextCursor, 1) }, 'Next') : null,
      page.number > 1 || found.nextCursor ? h('span', { class: 'quiet' }, `Page ${page.number}`) : null,
      summary,
    ].filter(x => x));
  }

  function nothing() {
    const text = state.text.trim();
    return text === ''
      ? empty('There is nothing yet.')
      : h('p', { class: 'empty' }, 'Nothing is called so now. ', h('a', { href: `#/log?q=${encodeURIComponent(text)}` }, 'See what the log has of it'), ', also of what was deleted.');
  }
}

const address = x => x.emails?.find(e => e.primary)?.value ?? x.emails?.[0]?.value ?? '';
const columns = {
  User: [
    ['Name', '', x => resourceLink('User', x.id, x.displayName ?? x.name?.formatted ?? x.userName)],
    ['User name', '', x => h('span', { class: 'clamp' }, name(x.userName)), true],
    ['E-mail', '', x => h('span', { class: 'clamp' }, name(address(x)))],
    ['State', 'tight', x => x.active === false ? badge('', 'Inactive') : badge('ok', 'Active')],
    ['Changed', 'tight', x => since(x.meta.lastModified)],
  ],
  Group: [
    ['Name', '', x => resourceLink('Group', x.id, x.displayName), true],
    ['externalId', '', x => h('span', { class: 'clamp' }, name(x.externalId ?? ''))],
    ['Changed', 'tight', x => since(x.meta.lastModified)],
  ],
  other: [
    ['Name', '', x => resourceLink(x.meta.resourceType, x.id, x.displayName ?? x.userName ?? x.externalId)],
    ['externalId', '', x => name(x.externalId ?? '')],
    ['Changed', 'tight', x => since(x.meta.lastModified)],
  ],
};
