"""Every page, at three widths, dark on a phone, in four languages: accessible, within the window, without complaints."""

import os
import time
import unittest

from selenium.webdriver.common.by import By

from house import House, accept, axe, browser, complaints, overflow, press, resize, shoot, theme

WIDTHS = (390, 768, 1280)
LANGUAGES = ("en", "ms", "id", "th")

JOURNEY = """# Ways that part, one that is late and one that leads back.
journey: The way back
trigger: {when: member.daysSinceOrder >= 90}
again: 180 days
goal: {event: order.paid}
steps:
  morning: {waitUntil: "10:00"}
  asks: {branch: [{if: member.orders >= 10, to: call}, {if: member.orders >= 3, to: coin}], next: words}
  coin: {split: {present: 50%, words: 50%}}
  present: {points: {wallet: points, give: 50}}
  words:
    message:
      atLimit: drop
      mail:
        en: {subject: "We miss you, {name}", text: You have not been here for a while.}
        ms: {subject: "Kami rindu anda, {name}", text: Sudah lama anda tidak datang.}
        id: {subject: "Kami rindu Anda, {name}", text: Sudah lama Anda tidak datang.}
        th: {subject: "คิดถึง {name}", text: คุณไม่ได้มานานแล้ว}
  visit: {waitFor: {event: order.paid, atMost: 14 days, late: call}, next: end}
  call: {task: Call her.}
  patience: {wait: 30 days}
  round: {branch: [{if: member.orders >= 5, to: morning}], next: end}
"""


class Looks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        cls.driver = browser()
        accept(cls.driver, cls.house, cls.house.invite("Farah Owner", "owner@kopi.example", "owner"))
        for _ in range(300):
            cls.driver.get(cls.house.base + "/console")
            if cls.driver.find_elements(By.CSS_SELECTOR, "svg.chart"):
                break
            time.sleep(0.1)
        cls.driver.get(cls.house.base + "/console/members")
        cls.member = cls.driver.find_element(By.CSS_SELECTOR, "td a.whole").get_attribute("href").removeprefix(cls.house.base)
        cls.driver.get(cls.house.base + "/console/stores")
        cls.store = cls.driver.find_element(By.CSS_SELECTOR, "td a.whole").get_attribute("href").removeprefix(cls.house.base)
        cls.driver.get(cls.house.base + "/console/programme/edit")
        press(cls.driver, "button[formaction='/console/programme/what-if']")
        for _ in range(300):
            cls.driver.get(cls.house.base + "/console/programme/what-if")
            if cls.driver.find_elements(By.CSS_SELECTOR, ".cards"):
                break
            time.sleep(0.1)
        cls.house.setia("webhook", "add", "https://example.com/setia", "--description", "The shop's own systems")
        cls.driver.get(cls.house.base + "/console/webhooks")
        cls.webhook = cls.driver.find_element(By.CSS_SELECTOR, "a[href^='/console/webhooks/']").get_attribute("href").removeprefix(cls.house.base)
        cls.house.journey("way-back", JOURNEY)
        cls.driver.get(cls.house.base + "/console/inbox")
        cls.thread = cls.driver.find_element(By.CSS_SELECTOR, ".talks a[href^='/console/inbox/']").get_attribute("href").removeprefix(cls.house.base)
        cls.driver.get(cls.house.base + "/console/staff")
        cls.staff = cls.driver.find_element(By.CSS_SELECTOR, "td a.whole").get_attribute("href").removeprefix(cls.house.base)

    @classmethod
    def tearDownClass(cls):
        cls.driver.quit()
        cls.house.close()

    @property
    def pages(self):
        return {
            "home": "/console",
            "journeys": "/console/journeys",
            "journey": "/console/journeys/way-back",
            "journey-edit": "/console/journeys/way-back/edit",
            "journey-form-settings": "/console/journeys/way-back/edit?open=settings",
            "journey-form-message": "/console/journeys/way-back/edit?open=step:words",
            "journey-form-branch": "/console/journeys/way-back/edit?open=step:asks",
            "journey-form-split": "/console/journeys/way-back/edit?open=step:coin",
            "journey-add": "/console/journeys/way-back/edit?open=add:words",
            "journey-remove": "/console/journeys/way-back/edit?open=remove:call",
            "members": "/console/members",
            "members-none": "/console/members?q=zzzzzzzz",
            "member": self.member,
            "member-erase": self.member + "/erase",
            "requests": "/console/requests",
            "stores": "/console/stores",
            "store": self.store,
            "programme": "/console/programme",
            "programme-edit": "/console/programme/edit",
            "programme-form-wallet": "/console/programme/edit?open=wallet:points",
            "programme-form-level": "/console/programme/edit?open=level:status/gold",
            "programme-form-rule": "/console/programme/edit?open=rule:2",
            "programme-form-new": "/console/programme/edit?open=rule:new",
            "what-if": "/console/programme/what-if",
            "what-if-form": "/console/programme/what-if?new=1",
            "programme-version": "/console/programme?version=1",
            "programme-template": "/console/programme/edit?template=retail",
            "promotions": "/console/promotions",
            "promotion": "/console/promotions/come-again",
            "rewards": "/console/rewards",
            "reward": "/console/rewards/cupping",
            "redemptions": "/console/redemptions",
            "segments": "/console/segments?when=member.orders+%3E%3D+10",
            "segment": "/console/segments/regulars",
            "campaigns": "/console/campaigns",
            "campaign": "/console/campaigns/sweet-afternoons",
            "referrals": "/console/referrals",
            "reviews": "/console/reviews",
            "customers": "/console/customers",
            "customers-measures": "/console/customers/measures",
            "customers-segments": "/console/customers/segments",
            "customers-risk": "/console/customers/risk",
            "customers-phases": "/console/customers/phases",
            "customers-worth": "/console/customers/worth",
            "customers-bought": "/console/customers/bought",
            "customers-brands": "/console/customers/brands",
            "customers-points": "/console/customers/points",
            "inbox": "/console/inbox",
            "thread": self.thread,
            "inbox-answers": "/console/inbox/answers",
            "inbox-figures": "/console/inbox/figures",
            "broadcasts": "/console/broadcasts",
            "content": "/console/content",
            "content-new": "/console/content/new",
            "voice": "/console/content/voice",
            "channels": "/console/channels",
            "surveys": "/console/surveys",
            "cases": "/console/cases",
            "case-figures": "/console/cases/figures",
            "improvements": "/console/cases/improvements",
            "gatherings": "/console/gatherings",
            "product-reviews": "/console/product-reviews",
            "door": "/till/door",
            "code": "/console/codes",
            "keys": "/console/keys",
            "webhooks": "/console/webhooks",
            "webhook": self.webhook,
            "staff": "/console/staff",
            "staff-member": self.staff,
            "log": "/console/log",
            "account": "/console/account",
            "missing": "/console/nothing-here",
            "till": "/till?store=" + self.store.split("/")[-1],
            "welcome": "/",
            "join": "/join",
            "card-find": "/card",
            "reset": "/console/reset",
        }

    def look(self, name, path, width, dark, language):
        """Opens a page, takes its picture, and says what is wrong with it."""
        driver = self.driver
        driver.add_cookie({"name": "setia-language", "value": language, "path": "/"})
        driver.get(self.house.base + path)
        shoot(driver, f"{name}-{width}-{'dark' if dark else 'light'}-{language}")
        wrong = [f"console: {message}" for message in complaints(driver)]
        if overflow(driver) > 0:
            wrong.append(f"{overflow(driver)} px wider than the window")
        wrong += [f"axe: {violation}" for violation in axe(driver)]
        return [f"{name} {width} {'dark' if dark else 'light'} {language}: {problem}" for problem in wrong]

    def test_every_page_at_every_width_and_dark_on_a_phone_in_english(self):
        wrong = []
        for dark in (False, True):
            theme(self.driver, dark)
            for width in WIDTHS[:1] if dark else WIDTHS:
                resize(self.driver, width)
                for name, path in self.pages.items():
                    wrong += self.look(name, path, width, dark, "en")
        theme(self.driver, False)
        self.assertFalse(wrong, "\n".join(wrong))

    def test_every_page_in_every_language(self):
        wrong = []
        for language in LANGUAGES[1:]:
            for width in (390, 1280):
                resize(self.driver, width)
                for name, path in self.pages.items():
                    wrong += self.look(name, path, width, False, language)
        self.assertFalse(wrong, "\n".join(wrong))

    def test_thai_is_shown_in_a_thai_font(self):
        driver = self.driver
        driver.add_cookie({"name": "setia-language", "value": "th", "path": "/"})
        driver.get(self.house.base + "/join")
        driver.execute_cdp_cmd("DOM.enable", {})
        driver.execute_cdp_cmd("CSS.enable", {})
        root = driver.execute_cdp_cmd("DOM.getDocument", {})["root"]["nodeId"]
        heading = driver.execute_cdp_cmd("DOM.querySelector", {"nodeId": root, "selector": ".help"})["nodeId"]
        fonts = driver.execute_cdp_cmd("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
        names = [font["familyName"] for font in fonts]
        self.assertTrue(any(word in name for name in names for word in ("Thai", "Loma", "Garuda", "Tlwg", "TLWG")), names)

    def test_the_first_page_is_below_100_kB(self):
        driver = browser()
        self.addCleanup(driver.quit)
        for cookie in self.driver.get_cookies():
            driver.get(self.house.base + "/health/live") if not driver.current_url.startswith("http") else None
            driver.add_cookie({"name": cookie["name"], "value": cookie["value"], "path": "/"})
        driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        driver.get(self.house.base + "/console")
        sizes = driver.execute_script(
            "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".map(e => [e.name, e.transferSize])"
        )
        total = sum(size for _, size in sizes)
        self.assertGreater(total, 10_000, sizes)
        self.assertLess(total, 100_000, sizes)


if __name__ == "__main__":
    unittest.main(verbosity=2)
