"use strict";
// Countries by name where the browser knows it; the codes alone are the fallback.
(() => {
  const countries = window.Intl && Intl.DisplayNames && new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  for (const country of document.querySelectorAll("[data-region]")) {
    const name = countries && countries.of(country.dataset.region);
    if (name) country.textContent = name + " (" + country.dataset.region + ")";
  }
})();
