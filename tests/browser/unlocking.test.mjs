// A visitor unlocks doors.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    async function arrive(t, scenario, settings = {}, query = '') {
      const demo = await startDemo(t, settings);
      const anna = await visitor(t, { javaScriptEnabled });
      await anna.opens(demo.link(scenario) + query);
      return { demo, anna };
    }

    test('a tap unlocks the door once, and its result is shown once', async (t) => {
      const { demo, anna } = await arrive(t, 'doors');
      const door = await anna.numberOf('Hoftor');

      await anna.taps('Hoftor');
      assert.match(await anna.readsResult(), /Hoftor.* is unlocked/);
      assert.equal(await anna.status.count(), 1);
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });

      await anna.page.reload();
      assert.equal((await anna.status.innerText()).trim(), '');
      assert.doesNotMatch(await anna.reads(), /Hoftor.* is unlocked/);
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
      assert.deepEqual(await demo.kisi.opened(), { [door]: 1 });
      assert.deepEqual(anna.browserErrors, []);
    });

    test('two doors tapped one after the other each have their result', async (t) => {
      const { demo, anna } = await arrive(t, 'doors');
      const [first, second] = [await anna.numberOf('Haupteingang'), await anna.numberOf('Büro Süd')];
      await anna.taps('Haupteingang');
      assert.match(await anna.readsResult(), /Haupteingang/);
      await anna.taps('Büro Süd');
      await anna.unlocked('Büro Süd').waitFor();
      assert.doesNotMatch(await anna.readsResult(), /Haupteingang/);
      assert.deepEqual(await demo.kisi.unlocks(), { [first]: 1, [second]: 1 });
    });

    test('a double tap unlocks the door once', async (t) => {
      const { demo, anna } = await arrive(t, 'one');
      const door = await anna.numberOf('Front door');
      await anna.door('Front door').dblclick();
      assert.match(await anna.readsResult(), /Front door.* is unlocked/);
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    });

    test('going back and forward after a tap does not unlock again', async (t) => {
      const demo = await startDemo(t);
      const anna = await visitor(t, { javaScriptEnabled });
      await anna.opens(new URL('/', demo.link('one')).href);
      await anna.opens(demo.link('one'));
      const door = await anna.numberOf('Front door');
      await anna.taps('Front door');
      await anna.readsResult();

      await anna.page.goBack();
      assert.equal((await anna.status.innerText()).trim(), '');
      await anna.page.goForward();
      await anna.door('Front door').waitFor();
      assert.equal((await anna.status.innerText()).trim(), '');
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    });

    test('a brand can ask visitors to confirm a tap', async (t) => {
      const folder = await mkdtemp(join(tmpdir(), 'doorstep-'));
      t.after(() => rm(folder, { recursive: true }));
      const theme = join(folder, 'theme.toml');
      await writeFile(theme, 'name = "Acme"\n[buttons]\nconfirm = true\n');
      const { demo, anna } = await arrive(t, 'one', { THEME__PATH: theme });
      const door = await anna.numberOf('Front door');

      await anna.taps('Front door');
      const yes = anna.page.getByRole('button', { name: 'Yes, unlock' });
      await yes.waitFor();
      assert.deepEqual(await demo.kisi.unlocks(), {});
      await anna.waitsAMoment();
      await yes.click();
      await anna.status.filter({ hasText: 'is unlocked' }).waitFor({ state: 'attached' });
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    });

    test('a refused tap says so, and nothing on the page says unlocked', async (t) => {
      const { demo, anna } = await arrive(t, 'refused-unlock');
      await anna.taps('Front door');
      const result = await anna.readsResult();
      assert.match(result, /Front door/);
      assert.match(result, /No access/);
      assert.doesNotMatch(await anna.reads(), /\bunlocked\b/i);
      assert.doesNotMatch(await anna.page.title(), /\bunlocked\b/i);
      assert.deepEqual(await demo.kisi.opened(), {});

      await anna.page.reload();
      assert.equal((await anna.status.innerText()).trim(), '');
    });

    test('if a door does not answer, the page says that it may or may not be unlocked', async (t) => {
      const { demo, anna } = await arrive(t, 'hanging-unlock', { KISI__TIMEOUT: '3s' });
      const door = await anna.numberOf('Front door');
      await anna.taps('Front door');
      const result = await anna.readsResult();
      assert.match(result, /Front door/);
      assert.match(result, /may or may not/);
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    });

    test('the chosen language stays after an unlock', async (t) => {
      const { anna } = await arrive(t, 'doors', {}, '?lang=de');
      await anna.taps('Hoftor');
      assert.match(await anna.readsResult(), /Hoftor.* ist entriegelt/);
      assert.equal(await anna.page.locator('html').getAttribute('lang'), 'de');
      assert.equal(new URL(anna.page.url()).search, '?lang=de');
    });

    test('a door can be unlocked by keyboard alone', async (t) => {
      const { demo, anna } = await arrive(t, 'doors');
      const first = anna.doors.first();
      const door = await first.getAttribute('value');
      await anna.page.keyboard.press('Tab');
      assert(await first.evaluate((button) => button.matches(':focus-visible')));
      const outline = await first.evaluate((button) => getComputedStyle(button).outlineStyle);
      assert.notEqual(outline, 'none', 'a focused door looks like the others');
      await anna.page.keyboard.press('Enter');
      assert.match(await anna.readsResult(), /Haupteingang.* is unlocked/);
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    });

    test('after a tap the page does not contain the secret', async (t) => {
      const { demo, anna } = await arrive(t, 'doors');
      await anna.taps('Hoftor');
      await anna.readsResult();
      const secret = new URL(demo.link('doors')).pathname.split('/').at(-1);
      assert(!(await anna.page.content()).includes(secret));
    });
  });
}
