/** Makes an element; children are elements or text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children.flat().filter((child) => child !== undefined && child !== ''));
  return made;
}

export function table(headings, rows) {
  const head = element(
    'tr',
    {},
    headings.map((heading) => element('th', { scope: 'col' }, heading)),
  );
  const body = rows.map((cells) =>
    element(
      'tr',
      {},
      cells.map((cell) => element('td', {}, cell)),
    ),
  );
  const caption = { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': headings.join(', ') };
  return element('div', caption, element('table', {}, element('thead', {}, head), element('tbody', {}, body)));
}
