// A visitor: a person with a phone who reads the page and taps on it.

import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

export const PHONE = { width: 360, height: 640 };

export const EXECUTABLE = process.env.CHROMIUM || '/usr/bin/chromium';

/**
 * How long a test waits for a condition before it fails, in milliseconds. It is far more than any
 * condition takes: a busy machine makes a test slower, but must not make it fail.
 */
export const PATIENCE = 30_000;

export const ARGUMENTS = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: ARGUMENTS,
    chromiumSandbox: process.getuid() !== 0, // Chromium has none for root
  });
});

after(() => browser?.close());

/**
 * A visitor with a phone of their own, which is closed when the test `t` ends. `phone` holds
 * Playwright's context options, such as `{ javaScriptEnabled: false }`.
 */
export async function visitor(t, phone = {}) {
  const context = await browser.newContext({
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    ...phone,
  });
  t.after(() => context.close());
  const page = await context.newPage();
  return new Visitor(page);
}

class Visitor {
  /** Errors in the browser's console, uncaught exceptions, and dialogs that were opened. */
  browserErrors = [];
  /** URLs of all requests except those for documents and for the icon. */
  furtherRequests = [];

  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
    page.on('dialog', (dialog) => {
      this.browserErrors.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    page.on('pageerror', (error) => this.browserErrors.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (!isStatusOfPage(message, page)) this.browserErrors.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const isIcon = /icon/.test(new URL(request.url()).pathname);
      if (!request.isNavigationRequest() && !isIcon) this.furtherRequests.push(request.url());
    });
  }

  /** Drops the browser errors and further requests that were recorded so far. */
  clearNotes() {
    this.browserErrors = [];
    this.furtherRequests = [];
  }

  /** Follows a link, and waits for its doors. Returns the status and the HTML of the answer. */
  async opens(url) {
    let answer = await this.page.goto(url);
    if (answer.status() === 202) {
      await this.page.locator('body:not([data-state=waiting])').waitFor({ state: 'attached' });
      answer = await this.page.reload();
    }
    return { status: answer.status(), html: await answer.text() };
  }

  get doors() {
    return this.page.locator('button[name=door]');
  }

  door(name) {
    return this.page.getByRole('button', { name });
  }

  /** The door's id. */
  async numberOf(name) {
    return this.door(name).getAttribute('value');
  }

  async taps(name) {
    await this.door(name).tap();
  }

  /** Waits until taps count again: those right after a change of the page do nothing. */
  async waitsAMoment() {
    await this.page.waitForTimeout(600);
  }

  get status() {
    return this.page.getByRole('status');
  }

  /** The words that announce a tap's result. Waits until there is one. */
  async readsResult() {
    await this.page.locator('.door.done, .sheet:not([hidden])').first().waitFor();
    return this.status.innerText();
  }

  /** The sheet that says what stops the visitor. */
  get sheet() {
    return this.page.locator('.sheet:not([hidden])');
  }

  /** The door whose card shows that it was unlocked. */
  unlocked(name) {
    return this.door(name).and(this.page.locator('.done'));
  }

  /** From now on, records what a screen reader would speak, for `announcements`. */
  async recordsAnnouncements() {
    await this.status.evaluate((status) => {
      window.announcements = [];
      const note = (changes) => {
        const said = changes.filter((it) => it.addedNodes.length || it.type === 'characterData');
        const texts = said.map((it) => it.target.textContent);
        window.announcements.push(...texts.filter((text) => text.trim()));
      };
      const options = { childList: true, characterData: true, subtree: true };
      new MutationObserver(note).observe(status, options);
    });
  }

  announcements() {
    return this.page.evaluate(() => window.announcements);
  }

  /** All visible text of the page. */
  async reads() {
    return this.page.locator('body').innerText();
  }

  async pageState() {
    return this.page.locator('body').getAttribute('data-state');
  }
}

/** Chromium logs an error for every page with an error status, even where the test expects it. */
function isStatusOfPage(message, page) {
  const said = message.text().startsWith('Failed to load resource: the server responded with');
  return said && message.location().url === page.url();
}
