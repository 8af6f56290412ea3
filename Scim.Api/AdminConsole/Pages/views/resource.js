import { get } from '../parts/api.js';
import { h, name } from '../parts/dom.js';
import { badge, empty, notice, resourceLink, timeline, wait } from '../parts/pieces.js';
import { at, figure } from '../parts/text.js';

const APART = ['schemas', 'id', 'meta', 'groups', 'members'];
const MOST_GROUPS = 50;

/** One resource: what it is, what it belongs to, and what happened to it. */
export function resource({ main, heading, type, id, signal }) {
  const [attributes, belongs, happened] = [h('div'), h('div'), h('div')];
  const state = h('span');
  main.append(
    h('p', { class: 'crumb' }, h('a', { href: `#/directory?type=${type}` }, type === 'User' ? 'People' : type === 'Group' ? 'Groups' : type)),
    h('div', { class: 'head' }, heading, state), attributes, belongs, happened);
  heading.textContent = type;
  attributes.append(wait('Reading.'));

  get(`resources/${type}/${id}`, { signal }).then(show, error => {
    if (!signal.aborted) attributes.replaceChildren(error.status === 404 ? notice('warn', error.message) : notice('bad', error.message));
  });
  get(`resources/${type}/${id}/timeline`, { signal }).then(showTimeline, error => {
    if (!signal.aborted) happened.replaceChildren(h('section', { class: 'section' }, h('div', { class: 'head' }, h('h2', null, 'What happened')), notice('bad', error.message)));
  });

  function show(x) {
    const title = x.displayName ?? x.name?.formatted ?? x.userName ?? x.id;
    heading.replaceChildren(name(title));
    document.title = `${title.slice(0, 80)} - scim`;
    if (type === 'User') state.replaceChildren(x.active === false ? badge('', 'Inactive') : badge('ok', 'Active'));
    attributes.replaceChildren(h('div', { class: 'card flush section' }, h('dl', { class: 'attributes' }, describe(x))));
    if (type === 'Group') showMembers(h('div', { class: 'card flush' }));
    else if (x.groups?.length) showGroups(x.groups);
  }

  function showGroups(groups) {
    const list = h('ul', { class: 'plain-list' });
    const more = h('button', { type: 'button', class: 'link', onclick: () => { add(groups.slice(MOST_GROUPS)); more.remove(); } }, `Show all ${figure(groups.length)}`);
    belongs.replaceChildren(h('section', { class: 'section' }, h('div', { class: 'head' }, h('h2', null, `Groups (${figure(groups.length)})`)), h('div', { class: 'card flush' }, list)));
    add(groups.slice(0, MOST_GROUPS));
    if (groups.length > MOST_GROUPS) belongs.append(h('p', { class: 'section' }, more));

    function add(some) {
      list.append(...some.map(g => h('li', null, resourceLink('Group', g.value, g.display), g.type === 'indirect' ? h('span', { class: 'quiet small' }, 'through another group') : null)));
    }
  }

  async function showMembers(card) {
    const title = h('h2', null, 'Members');
    const list = h('ul', { class: 'plain-list' });
    const foot = h('div', { class: 'section stack' });
    belongs.replaceChildren(h('section', { class: 'section' }, h('div', { class: 'head' }, title), card, foot));
    await add(null);

    async function add(after) {
      let page;
      try {
        page = await get(`resources/${type}/${id}/members${after ? `?after=${after}` : ''}`, { signal });
      } catch (error) {
        if (!signal.aborted) foot.replaceChildren(notice('bad', error.message), h('button', { type: 'button', onclick: () => add(after) }, 'Try again'));
        return;
      }
      title.textContent = `Members (${figure(page.total)})`;
      card.replaceChildren(page.total === 0 ? empty('It has no members.') : list);
      const added = page.members.map(m => h('li', null, resourceLink(m.type, m.id, m.display), m.type === 'Group' ? h('span', { class: 'quiet small' }, 'a group') : null));
      list.append(...added);
      foot.replaceChildren(...(page.next ? [h('button', { type: 'button', onclick: () => add(page.next) }, 'Show more')] : []));
      if (after) added[0]?.querySelector('a')?.focus({ preventScroll: true });
    }
  }

  function showTimeline({ states, lines, most }) {
    const late = states.filter(x => x.startsWith('Grafana'));
    happened.replaceChildren(h('section', { class: 'section' },
      h('div', { class: 'head' }, h('h2', null, 'What happened')),
      late.length ? h('div', { class: 'stack' }, late.map(x => notice('warn', x))) : null,
      h('div', { class: late.length ? 'card flush section' : 'card flush' }, timeline(lines)),
      lines.length === most ? h('p', { class: 'quiet section' }, `The latest ${figure(most)} lines; the command “log” prints more.`) : null));
  }
}

function describe(x) {
  const rows = Object.entries(x).filter(([key]) => !APART.includes(key) && !key.startsWith('urn:')).map(row);
  for (const [urn, content] of Object.entries(x).filter(([key]) => key.startsWith('urn:'))) {
    rows.push(h('dt', { class: 'group' }, urn), h('dd', { hidden: true }), Object.entries(content).map(row));
  }
  rows.push(h('dt', { class: 'group' }, 'In SCIM'), h('dd', { hidden: true }),
    row(['id', x.id]), h('dt', null, 'created'), h('dd', null, at(x.meta.created)), h('dt', null, 'changed'), h('dd', null, at(x.meta.lastModified)), row(['version', x.meta.version]));
  return rows;
}

const row = ([key, value]) => [h('dt', null, key), h('dd', null, show(value))];

function show(value) {
  if (Array.isArray(value)) return h('ul', null, value.map(x => h('li', null, show(x))));
  if (value === null || typeof value !== 'object') return name(String(value));

  // The value of an element first, and what it is in brackets.
  const { value: own, ...rest } = value;
  const further = Object.entries(rest).filter(([key]) => key !== '$ref').map(([key, v]) => v === true ? key : v === false ? null : [`${key}: `, name(typeof v === 'object' ? JSON.stringify(v) : String(v))]).filter(x => x);
  const parts = further.flatMap((x, i) => i === 0 ? [x] : [', ', x]);
  return own === undefined ? parts : [name(String(own)), further.length ? h('span', { class: 'quiet' }, ' (', parts, ')') : null];
}
