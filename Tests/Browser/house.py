"""A running demo brand and browsers to look at it with: what the browser tests share."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("SETIA_BINARY", str(ROOT / ".build/debug/setia"))
SHOTS = pathlib.Path(os.environ.get("SETIA_SHOTS", ROOT / ".build/shots"))
AXE = pathlib.Path(os.environ.get("SETIA_AXE", ROOT / ".build/axe/axe.min.js"))
PASSWORD = "kopi tarik at six in the morning"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """One demo brand in a folder of its own, served on a free port; mail is printed into its log."""

    def __init__(self, members=240):
        self.folder = tempfile.TemporaryDirectory(prefix="setia-browser-")
        self.database = os.path.join(self.folder.name, "demo.db")
        self.log_path = os.path.join(self.folder.name, "server.log")
        self.setia("demo", "--members", str(members))
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.server = None
        self.start()

    def setia(self, *arguments):
        run = subprocess.run(
            [BINARY, *arguments, "--database", self.database], capture_output=True, text=True, timeout=300
        )
        if run.returncode != 0:
            raise RuntimeError(f"setia {' '.join(arguments)}: {run.returncode}\n{run.stdout}\n{run.stderr}")
        return run.stdout

    def journey(self, name, document):
        """Keeps a journey's document."""
        path = os.path.join(self.folder.name, f"{name}.yaml")
        pathlib.Path(path).write_text(document, encoding="utf-8")
        self.setia("journey", "put", name, path)

    def start(self):
        self.log = open(self.log_path, "ab")
        self.server = subprocess.Popen(
            [BINARY, "serve", "--database", self.database, "--port", str(self.port), "--url", self.base, *self.more()],
            stdout=self.log,
            stderr=self.log,
        )
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.server.poll() is not None:
                raise RuntimeError(self.log_text())
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def more(self):
        """What else it is served with."""
        return []

    def stop(self):
        self.server.terminate()
        self.server.wait(timeout=30)
        self.log.close()

    def close(self):
        self.stop()
        self.folder.cleanup()

    def log_text(self):
        return pathlib.Path(self.log_path).read_text(errors="replace")

    def last_code(self, after):
        """The six digits in what the server printed behind `after` bytes."""
        for _ in range(200):
            found = re.findall(r"(?<!\d)(\d{6})(?!\d)", self.log_text()[after:])
            if found:
                return found[-1]
            time.sleep(0.05)
        raise RuntimeError("no code was printed")

    def invite(self, name, email, role, *more):
        output = self.setia("staff", "invite", "--name", name, "--email", email, "--role", role, *more)
        return re.search(r"/console/invitation/\S+", output).group(0)


def browser(width=1280, height=900, dark=False, scripts=True, language="en", camera=False):
    options = Options()
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        f"--lang={language}",
        f"--window-size={width},{height}",
    ):
        options.add_argument(argument)
    if camera:
        options.add_argument("--use-fake-ui-for-media-stream")
        options.add_argument("--use-fake-device-for-media-stream")
    preferences = {"intl.accept_languages": language}
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_page_load_timeout(30)
    resize(driver, width, height)
    theme(driver, dark)
    if camera:
        give_camera(driver)
    return driver


def give_camera(driver):
    """Chromium on Linux has no reader of codes: one stands in its place that looks at the camera's picture, a moving one
    of Chromium's own, and reads what `hold` says."""
    script = """
        window.BarcodeDetector = class {
            static async getSupportedFormats() { return ["qr_code"]; }
            async detect(video) {
                const held = sessionStorage.getItem("held");
                return video.videoWidth && held ? [{ rawValue: held }] : [];
            }
        };
    """
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})


def hold(driver, code):
    """Holds a code before the camera from now on."""
    driver.execute_script("sessionStorage.setItem('held', arguments[0])", code)


def resize(driver, width, height=900):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
    )


def theme(driver, dark):
    value = "dark" if dark else "light"
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": value}]})


def accept(driver, house, link):
    """Opens an account by its invitation."""
    driver.get(house.base + link)
    driver.find_element(By.NAME, "password").send_keys(PASSWORD)
    press(driver, "form.card .btn-main")


def sign_in(driver, house, email, password=PASSWORD):
    driver.get(house.base + "/console/sign-in")
    fill(driver, "email", email)
    fill(driver, "password", password)
    press(driver, "form.card .btn-main")


def fill(driver, name, text):
    field = driver.find_element(By.NAME, name)
    field.clear()
    field.send_keys(text)


def press(driver, selector):
    """Presses what `selector` finds, and waits for the page that follows."""
    element = driver.find_element(By.CSS_SELECTOR, selector)
    old = driver.find_element(By.TAG_NAME, "html")
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": "0"})
    # As a person scrolls: clear of the bar at the bottom of a phone.
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()
    wait_for_new(driver, old)


def wait_for_new(driver, old):
    def is_gone(_):
        try:
            old.is_enabled()
            return False
        except Exception:
            return True

    WebDriverWait(driver, 20).until(is_gone)
    WebDriverWait(driver, 20).until(lambda d: d.find_elements(By.TAG_NAME, "main"))


def text(driver):
    return driver.find_element(By.TAG_NAME, "main").text


def shoot(driver, name):
    """A picture of the whole page."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    metrics = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    picture = driver.execute_cdp_cmd(
        "Page.captureScreenshot",
        {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": metrics["width"], "height": min(metrics["height"], 6000), "scale": 1},
        },
    )
    import base64

    (SHOTS / f"{name}.png").write_bytes(base64.b64decode(picture["data"]))


def axe(driver):
    """What axe finds of level A and AA."""
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    driver.execute_script(AXE.read_text())
    result = driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}})"
        ".then(done);"
    )
    return [
        f"{v['id']}: {n['target']} {n.get('failureSummary', '')}" for v in result["violations"] for n in v["nodes"]
    ]


def complaints(driver):
    """Errors in the browser's log since last asked; an answer of 4xx to a form is an answer."""
    found = []
    for entry in driver.get_log("browser"):
        if entry["level"] in ("SEVERE", "ERROR") and "responded with a status of 4" not in entry["message"]:
            found.append(entry["message"])
    return found


def overflow(driver):
    """By how many pixels the page is wider than the window."""
    return driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")


def dump(value):
    return json.dumps(value, indent=1, ensure_ascii=False)
