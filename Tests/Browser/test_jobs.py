"""The main jobs, in a real browser: by mouse, by keyboard alone, and without scripts."""

import base64
import hashlib
import hmac
import re
import struct
import time
import unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from house import House, PASSWORD, accept, axe, browser, complaints, fill, hold, press, sign_in, text, wait_for_new

OWNER = "owner@kopi.example"
MANAGER = "nurul@kopi.example"
AGENT = "budi@kopi.example"
TILL = "mei@kopi.example"


def totp(secret):
    """The code of an authenticator app now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Jobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        opener = browser()
        for name, email, role in (
            ("Farah Owner", OWNER, "owner"),
            ("Nurul Manager", MANAGER, "manager"),
            ("Budi Agent", AGENT, "agent"),
            ("Mei Till", TILL, "till"),
        ):
            more = ("--store", cls.first_store()) if role == "till" else ()
            accept(opener, cls.house, cls.house.invite(name, email, role, *more))
            opener.delete_all_cookies()
        opener.quit()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    @classmethod
    def first_store(cls):
        import sqlite3

        with sqlite3.connect(f"file:{cls.house.database}?mode=ro", uri=True) as database:
            return database.execute("SELECT store_id FROM shop WHERE currency = 'MYR' ORDER BY store_id").fetchone()[0]

    def open(self, **kind):
        driver = browser(**kind)
        self.addCleanup(driver.quit)
        return driver

    def card_of_some_member(self, driver):
        """The card of the member who was active last, and where she is shown."""
        driver.get(self.house.base + "/console/members?status=active")
        link = driver.find_element(By.CSS_SELECTOR, "td a.whole").get_attribute("href")
        driver.get(link)
        return re.search(r"Card\s+(KS[\w-]*|\d{8,})", text(driver)).group(1), link

    def adjust(self, driver, points, reason):
        fill(driver, "points", str(points))
        fill(driver, "reason", reason)
        press(driver, "form[action$='/adjust'] .btn-main")

    # By mouse

    def test_points_by_hand_are_booked_with_their_reason_and_seen_in_the_time_line(self):
        driver = self.open()
        sign_in(driver, self.house, MANAGER)
        self.assertIn("Home", driver.title)
        _, link = self.card_of_some_member(driver)
        self.adjust(driver, 40, "Cold coffee at the counter")
        self.assertIn("Done. The points are booked.", text(driver))
        self.assertIn("40", driver.find_element(By.CSS_SELECTOR, ".timeline .what").text)
        self.assertEqual(complaints(driver), [])
        driver.get(link)
        self.assertIn("Booked points by hand", text(driver))
        self.assertIn("Looked at a member", text(driver))

    def test_what_is_beyond_a_limit_waits_for_somebody_else(self):
        agent = self.open()
        sign_in(agent, self.house, AGENT)
        self.card_of_some_member(agent)
        self.adjust(agent, 777, "Delivery lost twice")
        self.assertIn("second person", text(agent))
        agent.get(self.house.base + "/console/requests")
        self.assertIn("You asked for this", text(agent))
        self.assertEqual(agent.find_elements(By.CSS_SELECTOR, "button[value=approve]"), [])
        manager = self.open()
        sign_in(manager, self.house, MANAGER)
        manager.get(self.house.base + "/console/requests")
        self.assertIn("Delivery lost twice", text(manager))
        press(manager, "button[value=approve]")
        self.assertIn("Approved and booked.", text(manager))

    def test_a_role_that_may_not_is_told_in_words(self):
        driver = self.open()
        sign_in(driver, self.house, AGENT)
        driver.get(self.house.base + "/console/staff")
        self.assertIn("Not for your role", driver.title)
        self.assertIn("Manage staff", text(driver))

    def test_wrong_password_says_so_and_tells_no_more_to_strangers(self):
        driver = self.open()
        sign_in(driver, self.house, "nobody@kopi.example", "wrong password")
        stranger = driver.find_element(By.CSS_SELECTOR, "[role=alert]").text
        sign_in(driver, self.house, OWNER, "wrong password")
        self.assertEqual(stranger, driver.find_element(By.CSS_SELECTOR, "[role=alert]").text)

    def test_a_session_ended_elsewhere_loses_nothing_that_was_typed(self):
        driver = self.open()
        sign_in(driver, self.house, MANAGER)
        self.card_of_some_member(driver)
        fill(driver, "points", "15")
        fill(driver, "reason", "A long story that nobody wants to type twice")
        driver.delete_cookie("setia-session")
        press(driver, "form[action$='/adjust'] .btn-main")
        self.assertIn("What you typed is kept", text(driver))
        fill(driver, "email", MANAGER)
        fill(driver, "password", PASSWORD)
        press(driver, "form.card .btn-main")
        self.assertIn("A long story that nobody wants to type twice", text(driver))
        press(driver, "form.card .btn-main")
        self.assertIn("Done. The points are booked.", text(driver))

    def test_a_form_sent_twice_counts_once(self):
        driver = self.open()
        sign_in(driver, self.house, MANAGER)
        self.card_of_some_member(driver)
        fill(driver, "points", "21")
        fill(driver, "reason", "Once and only once")
        driver.execute_script(
            "const f = document.querySelector(\"form[action$='/adjust']\");"
            "window.twice = Promise.all([1, 2].map(() => fetch(f.action, {method: 'POST', body: new URLSearchParams(new FormData(f))})));"
        )
        driver.execute_async_script("window.twice.then(() => arguments[0]())")
        driver.refresh()
        self.assertEqual(text(driver).count("We added 21 points"), 1)

    def test_two_people_change_one_store_and_the_second_is_told(self):
        store = self.first_store()
        one, two = self.open(), self.open()
        for driver, email in ((one, MANAGER), (two, OWNER)):
            sign_in(driver, self.house, email)
            driver.get(f"{self.house.base}/console/stores/{store}")
        fill(one, "name", "Renamed by the first")
        press(one, "form.card .btn-main")
        self.assertIn("The store is saved.", text(one))
        fill(two, "name", "Renamed by the second")
        press(two, "form.card .btn-main")
        self.assertIn("Renamed by the first", text(two))
        self.assertEqual(two.find_element(By.NAME, "name").get_attribute("value"), "Renamed by the second")

    def test_a_programme_with_a_mistake_is_marked_where_it_stands_and_mended_is_published(self):
        driver = self.open()
        sign_in(driver, self.house, MANAGER)
        driver.get(self.house.base + "/console/programme/edit")
        area = driver.find_element(By.NAME, "document")
        document = area.get_attribute("value")
        broken = document.replace("engine: 1", "engine: 7", 1)
        driver.execute_script("arguments[0].value = arguments[1]", area, broken)
        press(driver, "button[value=publish]")
        self.assertIn("must be 1", driver.find_element(By.CSS_SELECTOR, ".source li.bad").text)
        area = driver.find_element(By.NAME, "document")
        driver.execute_script("arguments[0].value = arguments[1]", area, document + "\n# reviewed\n")
        press(driver, "button[value=validate]")
        self.assertIn("This is a valid programme", text(driver))
        press(driver, "button[value=publish]")
        self.assertIn("Published.", text(driver))

    def test_a_second_factor_is_set_up_and_asked_for(self):
        driver = self.open()
        accept(driver, self.house, self.house.invite("Priya Analyst", "priya@kopi.example", "analyst"))
        driver.get(self.house.base + "/console/account")
        press(driver, "form[action$='second-factor/start'] button")
        secret = driver.find_element(By.CSS_SELECTOR, "code.secret").text.replace(" ", "")
        self.assertTrue(driver.find_elements(By.CSS_SELECTOR, "svg.qr"))
        fill(driver, "code", totp(secret))
        press(driver, "form[action$='/second-factor'] button")
        recovery = driver.find_element(By.CSS_SELECTOR, "code.secret").text.split()
        self.assertGreaterEqual(len(recovery), 8)
        driver.delete_all_cookies()
        sign_in(driver, self.house, "priya@kopi.example")
        self.assertIn("The code from your phone", text(driver))
        driver.get(self.house.base + "/console")
        self.assertIn("Sign in", driver.title)
        sign_in(driver, self.house, "priya@kopi.example")
        fill(driver, "code", "12345")
        press(driver, "form.card .btn-main")
        self.assertIn("That is not the code", text(driver))
        fill(driver, "code", recovery[0])
        press(driver, "form.card .btn-main")
        self.assertIn("Home", driver.title)

    # By keyboard alone

    def test_signing_in_and_finding_a_member_needs_no_mouse(self):
        driver = self.open()
        driver.get(self.house.base + "/console/sign-in")
        keys = lambda *k: ActionChains(driver).send_keys(*k).perform()
        for _ in range(12):
            keys(Keys.TAB)
            if driver.switch_to.active_element.get_attribute("name") == "email":
                break
        keys(OWNER, Keys.TAB, PASSWORD)
        old = driver.find_element(By.TAG_NAME, "html")
        keys(Keys.ENTER)
        wait_for_new(driver, old)
        driver.get(self.house.base + "/console/members")
        name = driver.find_element(By.CSS_SELECTOR, "td a.whole").text
        driver.get(self.house.base + "/console")
        keys("/")
        dialog = driver.find_element(By.CSS_SELECTOR, "dialog[open]")
        keys(name.split()[0][:6])
        WebDriverWait(driver, 10).until(lambda d: len(dialog.find_elements(By.CSS_SELECTOR, "li small")) > 0)
        keys(Keys.ARROW_DOWN, Keys.ARROW_UP)
        old = driver.find_element(By.TAG_NAME, "html")
        keys(Keys.ENTER)
        wait_for_new(driver, old)
        self.assertIn("/console/members/", driver.current_url)
        for _ in range(80):
            keys(Keys.TAB)
            if driver.switch_to.active_element.get_attribute("name") == "points":
                break
        keys("12", Keys.TAB, "By keyboard", Keys.TAB)
        old = driver.find_element(By.TAG_NAME, "html")
        keys(Keys.ENTER)
        wait_for_new(driver, old)
        self.assertIn("Done. The points are booked.", text(driver))
        self.assertEqual(complaints(driver), [])

    # Without scripts

    def test_without_scripts_everything_still_works(self):
        driver = self.open(scripts=False)
        sign_in(driver, self.house, MANAGER)
        self.assertIn("Home", driver.title)
        self.card_of_some_member(driver)
        self.adjust(driver, 9, "Without scripts")
        self.assertIn("Done. The points are booked.", text(driver))
        driver.get(self.house.base + "/console/members?q=a")
        self.assertIn("at least three letters", text(driver))
        driver.get(self.house.base + "/console/programme/edit")
        press(driver, "button[value=validate]")
        self.assertIn("This is a valid programme", text(driver))

    def test_without_scripts_a_rate_is_changed_by_its_form_and_published(self):
        driver = self.open(width=390, scripts=False)
        sign_in(driver, self.house, OWNER)
        driver.get(self.house.base + "/console/programme/edit")
        press(driver, "button[name='open'][value='wallet:points']")
        fill(driver, "points-MYR", "many")
        press(driver, "button[value='take']")
        wrong = driver.find_element(By.ID, "field-points-MYR")
        self.assertEqual((wrong.get_attribute("aria-invalid"), wrong.get_attribute("value")), ("true", "many"))
        fill(driver, "points-MYR", "2")
        press(driver, "button[value='take']")
        self.assertIn("MYR: 2 per", driver.find_element(By.NAME, "document").get_attribute("value"))
        press(driver, "button[value='publish']")
        self.assertIn("2 points for each", text(driver))

    def test_with_the_keyboard_alone_a_rule_is_added(self):
        driver = self.open()
        sign_in(driver, self.house, OWNER)
        driver.get(self.house.base + "/console/programme/edit")
        driver.find_element(By.CSS_SELECTOR, "button[value='rule:new']").send_keys(Keys.ENTER)
        WebDriverWait(driver, 20).until(lambda d: d.find_elements(By.NAME, "id"))
        fill(driver, "id", "by-keyboard")
        fill(driver, "category", "cake")
        fill(driver, "points", "3")
        old = driver.find_element(By.TAG_NAME, "html")
        driver.find_element(By.NAME, "points").send_keys(Keys.ENTER)
        wait_for_new(driver, old)
        self.assertIn("- id: by-keyboard", driver.find_element(By.NAME, "document").get_attribute("value"))

    def test_without_scripts_a_programme_is_tried_on_the_past(self):
        driver = self.open(scripts=False)
        sign_in(driver, self.house, MANAGER)
        driver.get(self.house.base + "/console/programme/edit")
        press(driver, "button[formaction='/console/programme/what-if']")
        # The page asks again by itself.
        WebDriverWait(driver, 60).until(lambda d: d.find_elements(By.CSS_SELECTOR, ".cards"))
        self.assertIn("Behaviour is assumed unchanged", text(driver))
        self.assertIn("members gain", text(driver))

    def test_without_scripts_the_till_still_works(self):
        staff = self.open()
        sign_in(staff, self.house, MANAGER)
        card, _ = self.card_of_some_member(staff)
        driver = self.open(width=390, scripts=False)
        sign_in(driver, self.house, TILL)
        self.assertIn("Till", driver.title)
        driver.find_element(By.CSS_SELECTOR, "#field-card").send_keys(card)
        press(driver, "form[action='/till'] .btn-main")
        fill(driver, "amount", "23.60")
        press(driver, "form[action='/till/purchase'] .btn-main")
        self.assertIn("RM 23.60", driver.find_element(By.CSS_SELECTOR, ".note.good").text)

    # The till with scripts

    def test_a_sale_without_network_is_kept_and_settles_once(self):
        staff = self.open()
        sign_in(staff, self.house, MANAGER)
        card, link = self.card_of_some_member(staff)
        driver = self.open(width=390)
        sign_in(driver, self.house, TILL)
        driver.execute_cdp_cmd("Network.enable", {})
        offline = lambda is_off: driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
        )
        offline(True)
        driver.find_element(By.CSS_SELECTOR, "#field-sale-card").send_keys(card)
        fill(driver, "amount", "31.40")
        driver.find_element(By.CSS_SELECTOR, "form[data-sale] .btn-main").click()
        note = driver.find_element(By.CSS_SELECTOR, "[data-queue]")
        WebDriverWait(driver, 10).until(lambda d: "1 sale waits" in note.text)
        offline(False)
        WebDriverWait(driver, 40).until(lambda d: "RM 31.40" in note.text)
        self.assertEqual(driver.execute_script("return localStorage.getItem('setia-till-queue')"), "[]")
        staff.get(link)
        self.assertEqual(text(staff).count("RM 31.40 at"), text(staff).count("for RM 31.40 at") + 1, text(staff)[:2000])

    def test_a_sale_while_the_server_is_away_is_kept_and_settles_once(self):
        staff = self.open()
        sign_in(staff, self.house, MANAGER)
        card, link = self.card_of_some_member(staff)
        driver = self.open(width=390)
        sign_in(driver, self.house, TILL)
        driver.find_element(By.CSS_SELECTOR, "#field-sale-card").send_keys(card)
        fill(driver, "amount", "47.30")
        self.house.stop()
        try:
            driver.find_element(By.CSS_SELECTOR, "form[data-sale] .btn-main").click()
            note = driver.find_element(By.CSS_SELECTOR, "[data-queue]")
            WebDriverWait(driver, 15).until(lambda d: "1 sale waits" in note.text)
        finally:
            self.house.start()
        WebDriverWait(driver, 40).until(lambda d: "RM 47.30" in note.text)
        staff.get(link)
        self.assertEqual(text(staff).count("for RM 47.30 at"), 1)

    def test_too_many_points_are_refused_in_words_and_the_number_is_kept(self):
        staff = self.open()
        sign_in(staff, self.house, MANAGER)
        card, _ = self.card_of_some_member(staff)
        self.adjust(staff, 30, "Something to spend")
        driver = self.open(width=390)
        sign_in(driver, self.house, TILL)
        driver.find_element(By.CSS_SELECTOR, "#field-card").send_keys(card)
        press(driver, "form[action='/till'] .btn-main")
        fill(driver, "points", "999999")
        press(driver, "form[action='/till/redeem'] .btn-quiet")
        self.assertIn("are needed", text(driver))
        self.assertEqual(driver.find_element(By.NAME, "points").get_attribute("value"), "999999")
        fill(driver, "points", "10")
        press(driver, "form[action='/till/redeem'] .btn-quiet")
        self.assertIn("10", driver.find_element(By.CSS_SELECTOR, ".note.good").text)

    def test_a_card_and_a_voucher_are_read_by_the_camera_and_a_reward_is_given(self):
        staff = self.open()
        sign_in(staff, self.house, MANAGER)
        card, _ = self.card_of_some_member(staff)
        self.adjust(staff, 90, "Something to redeem")
        code = self.house.setia("voucher", "generate", "--promotion", "come-again").split()[-1]
        driver = self.open(width=390, camera=True)
        sign_in(driver, self.house, TILL)
        hold(driver, card)
        press(driver, "button[data-scan=card]")
        self.assertEqual(driver.find_element(By.ID, "field-card").get_attribute("value"), card)
        press(driver, "form[action='/till/reward'] .btn-quiet")
        self.assertIn("A coffee on us", driver.find_element(By.CSS_SELECTOR, ".note.good").text)
        form = driver.find_element(By.XPATH, "//form[@action='/till/code']")
        hold(driver, code)
        scan = form.find_element(By.CSS_SELECTOR, "button[data-scan=code]")
        driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", scan)
        scan.click()
        # What was paid is still missing: that is where the cursor stands, and the camera is off.
        WebDriverWait(driver, 20).until(
            lambda d: d.switch_to.active_element.get_attribute("id") == "field-code-amount"
        )
        self.assertEqual(form.find_element(By.NAME, "code").get_attribute("value"), code)
        self.assertFalse(form.find_element(By.TAG_NAME, "video").is_displayed())
        form.find_element(By.NAME, "amount").send_keys("60.00")
        press(driver, "form[action='/till/code'] .btn-quiet")
        self.assertIn("50.00", driver.find_element(By.CSS_SELECTOR, "form[action='/till/code'] .btn-main").text)
        press(driver, "form[action='/till/code'] .btn-main")
        self.assertIn("50.00", driver.find_element(By.CSS_SELECTOR, ".note.good").text)

    # Joining

    def test_somebody_joins_with_a_code_and_has_a_card(self):
        driver = self.open(width=390)
        driver.get(f"{self.house.base}/join/{self.first_store()}")
        fill(driver, "name", "Aisyah <b>binti</b> Rahman")
        fill(driver, "contact", "aisyah.new@example.com")
        driver.find_element(By.NAME, "consent-email").click()
        seen = len(self.house.log_text())
        press(driver, "form.card .btn-main")
        fill(driver, "code", "000000")
        code = self.house.last_code(seen)
        if code != "000000":
            press(driver, "form.card .btn-main")
            self.assertIn("That is not the code", text(driver))
        fill(driver, "code", code)
        press(driver, "form.card .btn-main")
        self.assertIn("Welcome! This is your card.", text(driver))
        self.assertIn("Aisyah <b>binti</b> Rahman", text(driver))
        self.assertTrue(driver.find_elements(By.CSS_SELECTOR, "svg.qr"))
        self.assertEqual(axe(driver), [])
        self.assertEqual(complaints(driver), [])

    def test_the_page_in_another_language_is_remembered(self):
        driver = self.open(width=390)
        driver.get(self.house.base + "/join")
        press(driver, "button[value=th]")
        self.assertEqual(driver.find_element(By.TAG_NAME, "html").get_attribute("lang"), "th")
        driver.get(self.house.base + "/card")
        self.assertEqual(driver.find_element(By.TAG_NAME, "html").get_attribute("lang"), "th")


if __name__ == "__main__":
    unittest.main(verbosity=2)
