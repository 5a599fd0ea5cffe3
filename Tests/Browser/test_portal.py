"""The member's portal, in a real browser: entered as docs/portal.md says, used without scripts, looked at in every form."""

import json
import os
import re
import subprocess
import sys
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from house import (
    ROOT,
    House,
    axe,
    browser,
    complaints,
    fill,
    overflow,
    press,
    resize,
    shoot,
    text,
    theme,
    wait_for_new,
)


def example():
    """The program that docs/portal.md shows, as it stands there."""
    page = (ROOT / "docs/portal.md").read_text()
    return re.search(r"```python\n(.*?)```", page, re.S).group(1)


class Portal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        added = json.loads(cls.house.setia("key", "signer", "add", "--name", "Web shop", "--json"))
        cls.signer, cls.secret = added["id"], added["secret"]
        cls.member = cls.some_member()
        cls.stock()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    @classmethod
    def some_member(cls):
        """An active member with points to spend, who has been around."""
        rows = json.loads(cls.house.setia("member", "list", "--status", "active", "--json"))["members"]
        return max(rows, key=lambda row: row["balance"])["id"]

    @classmethod
    def stock(cls):
        """Codes of hers, of every kind: to use, with money on it, and lapsed."""
        for more in (["--promotion", "come-again", "--count", "2", "--until", "2099-12-31T00:00:00+08:00"],
                     ["--promotion", "gift-card", "--value", "50.00", "--currency", "MYR"],
                     ["--promotion", "come-again", "--until", "2020-01-01T00:00:00+08:00"]):
            cls.house.setia("voucher", "generate", "--member", cls.member, *more)

    def link(self, page="/card"):
        """What the example prints, for this member."""
        source = example().replace('"sub": customer', '"member": customer').replace('"/card/rewards"))', f'"{page}"))')
        run = subprocess.run(
            [sys.executable, "-c", source],
            capture_output=True,
            text=True,
            check=True,
            env={
                **os.environ,
                "SETIA_ADDRESS": self.house.base,
                "SETIA_SIGNER": self.signer,
                "SETIA_SECRET": self.secret,
                "CUSTOMER": self.member,
            },
        )
        return run.stdout.strip()

    def open(self, **kind):
        driver = browser(**kind)
        self.addCleanup(driver.quit)
        return driver

    def test_the_shops_link_signs_in_once(self):
        driver = self.open(scripts=False, width=390)
        driver.get(self.house.base + "/card")
        driver.add_cookie({"name": "setia-language", "value": "en", "path": "/"})
        link = self.link("/card/rewards")
        driver.get(link)
        self.assertEqual(driver.current_url, self.house.base + "/card/rewards")
        self.assertTrue(driver.find_elements(By.CSS_SELECTOR, ".offer"))
        driver.delete_cookie("setia-member")
        driver.get(link)
        self.assertIn("signs nobody in", text(driver))

    def test_a_member_sees_why_redeems_gives_back_and_signs_out_without_scripts(self):
        driver = self.open(scripts=False, width=390)
        driver.get(self.house.base + "/card")
        driver.add_cookie({"name": "setia-language", "value": "en", "path": "/"})
        driver.get(self.link())
        self.assertTrue(driver.find_elements(By.CSS_SELECTOR, ".membercard .qr"))
        driver.find_element(By.CSS_SELECTOR, ".portalnav a[href='/card/history']").click()
        driver.find_element(By.CSS_SELECTOR, ".timeline a[href^='/card/history/']").click()
        self.assertTrue(driver.find_elements(By.CSS_SELECTOR, "h1"))
        driver.get(self.house.base + "/card/rewards")
        press(driver, ".offer h3 a[href='/card/rewards/coffee']")
        press(driver, "form[action='/card/rewards/coffee'] .btn-main")
        self.assertIn("It is yours", text(driver))
        driver.find_element(By.CSS_SELECTOR, ".ticket details:has(form) summary").click()
        press(driver, "form[action='/card/codes/withdraw'] button")
        self.assertIn("Given back", text(driver))
        driver.get(self.house.base + "/card/me")
        press(driver, "form[action='/card/leave'] button")
        driver.get(self.house.base + "/card/history")
        self.assertTrue(driver.find_elements(By.NAME, "contact"))

    def test_by_keyboard_alone_a_reward_is_redeemed_and_given_back(self):
        driver = self.open(width=390)
        driver.get(self.house.base + "/card")
        driver.add_cookie({"name": "setia-language", "value": "en", "path": "/"})
        driver.get(self.link("/card/rewards"))
        self.assertEqual(driver.current_url, self.house.base + "/card/rewards")

        def tab_to(selector):
            """Goes on by the key until what `selector` finds has the focus; a page has fewer than 200 stops."""
            wanted = driver.find_element(By.CSS_SELECTOR, selector)
            for _ in range(200):
                focused = driver.switch_to.active_element
                if focused == wanted:
                    return focused
                focused.send_keys(Keys.TAB)
            self.fail(f"{selector} cannot be reached by the keyboard")

        def go(selector):
            """Presses it by the key, and waits for the page that follows."""
            old = driver.find_element(By.TAG_NAME, "html")
            element = tab_to(selector)
            # Whoever uses the keyboard sees where she is.
            ring = """return [null, '::after'].flatMap((part) => {
                const style = getComputedStyle(arguments[0], part); return [style.outlineStyle, style.boxShadow] })"""
            self.assertNotEqual(set(driver.execute_script(ring, element)), {"none"})
            element.send_keys(Keys.ENTER)
            wait_for_new(driver, old)

        go(".offer h3 a[href='/card/rewards/coffee']")
        self.assertEqual(driver.current_url, self.house.base + "/card/rewards/coffee")
        go("form[action='/card/rewards/coffee'] .btn-main")
        self.assertIn("It is yours", text(driver))
        tab_to(".ticket details:has(form) summary").send_keys(Keys.ENTER)
        go("form[action='/card/codes/withdraw'] button")
        self.assertIn("Given back", text(driver))

    def test_signing_in_by_a_code_leads_to_the_page_that_was_wanted(self):
        driver = self.open(width=390)
        driver.get(self.house.base + "/join")
        fill(driver, "name", "Ana Portal")
        fill(driver, "contact", "ana.portal@example.com")
        mark = len(self.house.log_text())
        press(driver, "form.card .btn-main")
        fill(driver, "code", self.house.last_code(mark))
        press(driver, "form.card .btn-main")
        driver.delete_all_cookies()
        driver.get(self.house.base + "/card/history")
        fill(driver, "contact", "ana.portal@example.com")
        mark = len(self.house.log_text())
        press(driver, "form.card .btn-main")
        fill(driver, "code", self.house.last_code(mark))
        press(driver, "form.card .btn-main")
        self.assertEqual(driver.current_url, self.house.base + "/card/history")

    def test_every_page_of_the_portal_in_every_form(self):
        driver = self.open()
        driver.get(self.link("/card/history"))
        event = driver.find_elements(By.CSS_SELECTOR, ".timeline a[href^='/card/history/']")[-1].get_attribute("href")
        driver.get(self.house.base + "/card/rewards")
        reward = driver.find_element(By.CSS_SELECTOR, ".offer h3 a").get_attribute("href")
        pages = {
            "card": "/card",
            "rewards": "/card/rewards",
            "reward": reward.removeprefix(self.house.base),
            "codes": "/card/codes",
            "history": "/card/history",
            "event": event.removeprefix(self.house.base),
            "me": "/card/me",
            "share": "/card/share",
            "household": "/card/household",
            "preferences": "/card/preferences",
            "messages": "/card/messages",
            "cases": "/card/cases",
            "events": "/card/events",
            "reviews": "/card/reviews",
            "said-and-done": "/said-and-done",
            "missing": "/card/history/nothing",
        }
        wrong = []
        forms = [("en", width, False) for width in (390, 768, 1280)] + [("en", 390, True)]
        forms += [(language, width, False) for language in ("ms", "id", "th") for width in (390, 1280)]
        for language, width, dark in forms:
            theme(driver, dark)
            resize(driver, width)
            driver.add_cookie({"name": "setia-language", "value": language, "path": "/"})
            for name, path in pages.items():
                driver.get(self.house.base + path)
                label = f"portal-{name}-{width}-{'dark' if dark else 'light'}-{language}"
                shoot(driver, label)
                wrong += [f"{label}: {message}" for message in complaints(driver)]
                if overflow(driver) > 0:
                    wrong.append(f"{label}: {overflow(driver)} px wider than the window")
                wrong += [f"{label}: {violation}" for violation in axe(driver)]
        self.assertFalse(wrong, "\n".join(wrong))


if __name__ == "__main__":
    unittest.main(verbosity=2)
