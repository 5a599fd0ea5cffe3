"""The report as a file: in each language it prints on A4, every page numbered and no table cut."""

import base64
import os
import pathlib
import re
import unittest

from house import SHOTS, House, axe, browser, resize

LANGUAGES = ("en", "ms", "id", "th")
# A4 less the margins that the report's own style names, at 96 pixels an inch.
WIDTH = int((210 - 2 * 14) / 25.4 * 96)
HEIGHT = int((297 - 16 - 18) / 25.4 * 96)
SECTIONS = 9

CUT = """
const [width, height] = arguments, cut = [];
for (const one of document.querySelectorAll('table, svg, .card, .note, figure')) {
  const box = one.getBoundingClientRect();
  if (box.right > width + 1 || box.left < -1)
    cut.push(`${one.tagName} ${one.className.baseVal ?? one.className}: ${Math.round(box.left)} to ${Math.round(box.right)}`);
}
for (const cell of document.querySelectorAll('th, td'))
  if (cell.scrollWidth > cell.clientWidth + 1) cut.push(`cell: ${cell.textContent}`);
for (const one of document.querySelectorAll('tr, .card, figure, .note'))
  if (one.getBoundingClientRect().height > height) cut.push(`${one.tagName} is higher than a page`);
return cut;
"""


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()
        cls.driver = browser()

    @classmethod
    def tearDownClass(cls):
        cls.driver.quit()
        cls.house.close()

    def write(self, language):
        path = os.path.join(self.house.folder.name, f"report-{language}.html")
        if not os.path.exists(path):
            self.house.setia("report", "--html", "--language", language, "--output", path)
        return path

    def test_it_prints_on_a4_in_each_language_and_no_table_is_cut(self):
        driver, wrong = self.driver, []
        SHOTS.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            driver.get("file://" + self.write(language))
            headings = driver.execute_script("return document.querySelectorAll('h2').length")
            self.assertGreaterEqual(headings, SECTIONS, language)
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
            resize(driver, WIDTH, HEIGHT)
            wrong += [f"{language}: {one}" for one in driver.execute_script(CUT, WIDTH, HEIGHT)]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
            told = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
            paper = base64.b64decode(told["data"])
            pathlib.Path(SHOTS / f"report-{language}.pdf").write_bytes(paper)
            pages = len(re.findall(rb"/Type\s*/Page\b", paper))
            boxes = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", paper))
            self.assertTrue(4 <= pages <= 40, f"{language}: {pages} pages")
            for box in boxes:
                left, bottom, right, top = (float(number) for number in box.split())
                self.assertAlmostEqual(right - left, 595, delta=2, msg=language)
                self.assertAlmostEqual(top - bottom, 842, delta=2, msg=language)
        self.assertFalse(wrong, "\n".join(wrong))

    def test_it_reads_on_a_phone_and_without_barriers(self):
        for language in LANGUAGES:
            self.driver.get("file://" + self.write(language))
            for width in (390, 1280):
                resize(self.driver, width)
                wide = self.driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
                self.assertLessEqual(wide, 0, f"{language} {width}")
            self.assertFalse(axe(self.driver), language)


if __name__ == "__main__":
    unittest.main(verbosity=2)
