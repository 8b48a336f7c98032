"""`jupyter nbconvert`, whose `webpdf` drives the Chromium of the system instead of one that Playwright downloads."""

import shutil
from functools import partialmethod

from nbconvert.nbconvertapp import main
from playwright.async_api import BrowserType

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

if __name__ == "__main__":
    BrowserType.launch = partialmethod(BrowserType.launch, executable_path=CHROMIUM)  # type: ignore[assignment,method-assign]
    main()
