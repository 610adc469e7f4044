// Finds what a person would point at, by its words: find(kind, words, near).
// kind: link, button, press (link or button), field, label, group. near: words of the row, list
// item, section or form it stands in; "" for anywhere. An exact match goes before a beginning, a
// beginning before a part; what is visible goes before what is not; then document order.
const [kind, words, near] = arguments;
const squeeze = text => (text || '').replace(/\s+/g, ' ').trim();
const visible = element => element.getClientRects().length > 0;
const links = 'a[href]';
const buttons = 'button, summary, input[type=submit], input[type=button], [role=button]';
const fields = 'input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea';

function candidates() {
  const all = selector => [...document.querySelectorAll(selector)];
  const named = element =>
    ({ element, name: squeeze(element.innerText || element.value || element.getAttribute('aria-label')) });
  if (kind === 'link') return all(links).map(named);
  if (kind === 'button') return all(buttons).map(named);
  if (kind === 'press') return all(links + ', ' + buttons).map(named);
  if (kind === 'group') {
    return all('fieldset, [role=radiogroup], [role=group]').map(element => ({
      element,
      name: squeeze(element.querySelector('legend')?.innerText || element.getAttribute('aria-label')),
    }));
  }
  const labelled = all('label').filter(label => label.control).map(label =>
    ({ element: kind === 'label' ? label : label.control, name: squeeze(label.innerText) }));
  const spoken = all(fields).filter(field => field.getAttribute('aria-label')).map(field =>
    ({ element: field, name: squeeze(field.getAttribute('aria-label')) }));
  return labelled.concat(spoken);
}

// The length of the smallest container around the element that holds the words of `near`.
function distance(element) {
  if (near === '') return 0;
  let around = element.closest('tr, li, dd, fieldset, article, section, details, form');
  while (around) {
    const text = squeeze(around.innerText);
    if (text.includes(near)) return text.length;
    around = around.parentElement?.closest('tr, li, dd, fieldset, article, section, details, form');
  }
  return Infinity;
}

function rank({ element, name }) {
  const words_ = squeeze(words);
  const match = name === words_ ? 0 : name.startsWith(words_) ? 1 : name.includes(words_) ? 2 : 3;
  return [match, distance(element), visible(element) ? 0 : 1];
}

const ranked = candidates()
  .map(candidate => ({ element: candidate.element, rank: rank(candidate) }))
  .filter(({ rank: [match, distance] }) => match < 3 && distance < Infinity)
  .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2]);
return ranked.length > 0 ? ranked[0].element : null;
