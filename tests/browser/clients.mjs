// What mail clients do not support in the HTML of an email, by the data of
// https://www.caniemail.com.
//
// The npm package `caniemail` brings the data and the parsers. Its function `caniemail` is not used
// here: it does not know Outlook.com, skips what is inside `@media`, and does not find, for
// example, `width`, CSS functions and `@media (prefers-color-scheme)`.
//
// This module does not read conditional comments (`<!--[if mso]>…<![endif]-->`), because only
// Outlook on Windows reads them. It knows the format of a picture only from its URL.

import assert from 'node:assert/strict';
import { parseCss, parseHtml, rawData } from 'caniemail';

const CLIENTS = {
  'apple-mail': ['ios', 'macos'],
  gmail: ['android', 'desktop-webmail', 'ios', 'mobile-webmail'],
  outlook: ['outlook-com', 'windows'], // the new Outlook for Windows shows what Outlook.com shows
  yahoo: ['android', 'desktop-webmail', 'ios'],
};
const SUPPORT = { n: 'not supported', a: 'partly supported' }; // also in the data: y, u (unknown)

/**
 * Lists what is in this HTML and is not or only partly supported by the newest tested version of a
 * client: `Outlook (windows): @media (prefers-color-scheme) – not supported`.
 */
export function unsupported(html) {
  const used = uses(html);
  const features = FEATURES.filter(({ isIn }) => isIn(used));
  return [...new Set(features.flatMap(({ feature }) => problems(feature)))].sort();
}

function problems({ title, stats }) {
  const lines = [];
  for (const [family, platforms] of Object.entries(CLIENTS)) {
    for (const platform of platforms) {
      const support = SUPPORT[newest(stats[family]?.[platform] ?? {})?.[0]];
      const client = `${rawData.nicenames.family[family]} (${platform})`;
      if (support) lines.push(`${client}: ${title.trim()} – ${support}`);
    }
  }
  return lines;
}

/** The entry of the newest version. Versions are numbers or dates: `16.0`, `2024-01`. */
function newest(versions) {
  const inOrder = Object.keys(versions).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return versions[inOrder.at(-1)];
}

/** What an HTML document consists of. */
function uses(html) {
  const used = { html, elements: [], selectors: [], declarations: [], atRules: [], comments: 0 };
  const { document, stylesheets } = parseHtml(html);
  readElements(document, used);
  stylesheets.forEach(({ stylesheet }) => readRules(stylesheet.rules, used));
  const sources = used.elements.flatMap(({ attribs: it }) => [it.src, it.srcset, it.background]);
  const backgrounds = used.declarations.map((it) => /url\(["']?([^)]*)/.exec(it.value)?.[1]);
  return { ...used, pictures: [...sources, ...backgrounds].filter(Boolean) };
}

function readElements(parent, used) {
  for (const child of parent.childNodes ?? []) {
    if (child.attribs) used.elements.push(child);
    const style = child.attribs?.style;
    if (style) readRules(parseCss(`a { ${style} }`).stylesheet.rules[0].declarations, used);
    readElements(child, used);
  }
}

/** Reads rules and comments, and the rules and declarations inside rules. */
function readRules(rules, used) {
  for (const it of rules) {
    if (it.type === 'comment') used.comments += 1;
    else if (it.type === 'declaration') used.declarations.push(it);
    else if (it.type === 'rule') used.selectors.push(it.selectors);
    else used.atRules.push(`@${it.type} ${it[it.type] ?? ''}`); // `@media print`, `@font-face `
    readRules([...(it.rules ?? []), ...(it.keyframes ?? []), ...(it.declarations ?? [])], used);
  }
}

// Each of the following returns a function that searches what `uses` returns.

const element = (...names) => ({ elements }) => elements.some(({ name }) => names.includes(name));

const attribute = (attribute, value = /^/, name = /^/) => ({ elements }) =>
  elements
    .filter((it) => name.test(it.name) && attribute in it.attribs)
    .some((it) => value.test(it.attribs[attribute]));

const property = (names, values = /^/) => ({ declarations }) =>
  declarations
    .filter((it) => names.test(it.property) || names.test(shorthand(it.property)))
    .some((it) => values.test(it.value));

const value = (pattern) => property(/^/, pattern);

const selector = (pattern) => ({ selectors }) =>
  selectors.flat().some((it) => pattern.test(it.replace(/\[.*?\]/g, '[]').replace(/\(.*?\)/g, '')));

const atRule = (pattern) => ({ atRules }) => atRules.some((it) => pattern.test(it));

const picture = (format) => ({ pictures }) =>
  pictures.some((it) => new RegExp(`(^data:image/|\\.)(${format})\\b`, 'i').test(it));

const either = (one, other) => (used) => one(used) || other(used);

/** The property that the data names in place of this one: `padding` for `padding-left`. */
function shorthand(name) {
  return name
    .replace(/^border-(top|bottom)-(left|right)-radius$/, 'border-radius')
    .replace(/^(border|margin|outline|overflow|padding)-(top|right|bottom|left|x|y)\b.*/, '$1')
    .replace(/^(border|outline)-(width|style|color)$/, '$1');
}

/** How to find the features whose titles do not say it in the form of one of `BY_TITLE`. */
const SPECIAL = {
  '@media (-webkit-device-pixel-ratio)': atRule(/^@media .*-webkit-(m..-)?device-pixel-ratio/),
  '!important keyword': value(/!\s*important/),
  'border-inline & border-block individual logical properties':
    property(/^border-(inline|block)-(start|end)\b/),
  'border-inline & border-block longhand properties':
    property(/^border-(inline|block)-(width|style|color)$/),
  'border-radius logical properties': property(/^border-(start|end)-(start|end)-radius$/),
  'color-scheme CSS property': property(/^color-scheme$/),
  'css column properties': property(/^column(?!-gap)/),
  'grid-template-* properties': property(/^grid-template/),
  'scroll-snap': property(/^scroll-snap/),
  'CSS calc() function': value(/\bcalc\(/),
  'CSS comments': ({ comments }) => comments > 0,
  'CSS Nesting': selector(/&/),
  'CSS Variables (Custom Properties)': either(property(/^--/), value(/\bvar\(/)),
  'fit-content, min-content, max-content': value(/\b(fit|min|max)-content\b/),
  'initial unit': value(/\binitial\b/),
  'lch(), oklch(), lab(), oklab()': value(/\b(ok)?(lch|lab)\(/),
  'system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace':
    value(/\b(system-ui|ui-[a-z]+)\b/),

  'Adjacent sibling combinator': selector(/\+/),
  'Attribute selector': selector(/\[/),
  'Chaining selectors': selector(/\.[\w-]+\./),
  'Child combinator': selector(/>/),
  'Class selector': selector(/\./),
  'Descendant combinator': selector(/[^\s>+~]\s+[^\s>+~]/),
  'General sibling combinator': selector(/~/),
  'Grouping selectors': ({ selectors }) => selectors.some((group) => group.length > 1),
  'ID selector': selector(/#/),
  'Type selector': selector(/(^|[\s>+~])[a-z]/i),
  'Universal selector *': selector(/\*/),
  'lang()': selector(/:lang\b/),

  address: element('address'),
  'color-scheme meta tag': attribute('name', /^color-scheme$/, /^meta$/),
  'HTML comments': ({ html }) => html.includes('<!--'),
  'HTML5 doctype': ({ html }) => /^\s*<!doctype html>/i.test(html),
  'HTML5 semantics': either(
    element('article', 'aside', 'details', 'figcaption', 'figure', 'footer', 'header'),
    element('main', 'mark', 'nav', 'section', 'summary', 'time'),
  ),
  '<h1> to <h6> elements': element('h1', 'h2', 'h3', 'h4', 'h5', 'h6'),
  '<ul>, <ol> and <dl>': element('ul', 'ol', 'dl'),
  'Image maps': element('map'),
  'Local anchors': attribute('href', /^#/),
  'mailto: links': attribute('href', /^mailto:/i),
  'srcset and sizes attributes': either(attribute('srcset'), attribute('sizes')),

  'Animated PNG image format': picture('apng'),
  'Base 64 image format': ({ pictures }) => pictures.some((it) => /^data:.*;base64,/.test(it)),
  'HEIF image format': picture('hei[cf]'),
  'JPG image format': picture('jpe?g'),
  'Video as Image Assets': picture('mp4|webm'),
};

const exactly = (...names) => new RegExp(`^(${names.join('|')})$`, 'i');

/** How to find a feature whose title has one of these forms. */
const BY_TITLE = {
  css: [
    [/^(@[\w-]+)$/, (rule) => atRule(new RegExp(`^${rule} `))],
    [/^@media \(([\w-]+)\)/, (feature) => atRule(new RegExp(`^@media .*\\b${feature}\\b`))],
    [/^::?([\w-]+)/, (name) => selector(new RegExp(`:${name}(?![\\w-])`))],
    [/^([\w-]+)\(\)$/, (name) => value(new RegExp(`(?<![\\w-])${name}\\(`))],
    [/^(\w+|%) unit$/, (unit) => value(new RegExp(`\\d${unit}(?![\\w-])`))],
    [/^([\w-]+): ?([\w-]+)$/, (name, it) => property(exactly(name), new RegExp(`^${it}( *!|$)`))],
    [
      /^([\w-]+(?:(?:, | & )[\w-]+)*)(?: shorthand| property)?$/,
      (names) => property(exactly(...names.split(/, | & /))),
    ],
  ],
  html: [
    [/^([\w-]+) attribute$/, (name) => attribute(name)],
    [/^<(\w+)>(?: element)?$/, (name) => element(name)],
    [/^Embedded <(svg)> image$/, (name) => element(name)],
    [/^<(\w+) type="(\w+)"> element$/, (name, it) => attribute('type', exactly(it), exactly(name))],
  ],
  image: [[/^(\w+) image format$/, (format) => picture(format)]],
};

const FEATURES = rawData.data
  .filter(({ category }) => category !== 'others') // BIMI and AMP, which are not part of the HTML
  .map((feature) => ({ feature, isIn: search(feature) }));

/** A function that says whether a feature is in what `uses` returns. */
function search({ title, category }) {
  const name = title.trim();
  if (name in SPECIAL) return SPECIAL[name];
  const form = BY_TITLE[category].find(([pattern]) => pattern.test(name));
  assert(form, `how to find this feature of caniemail's data? ${name}`);
  const [pattern, make] = form;
  return make(...pattern.exec(name).slice(1));
}
