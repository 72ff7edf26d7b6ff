// Loaded in <head> before the first paint, so that the chosen theme does not flash; the CSP allows no inline script.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* Storage is blocked: the system's theme applies. */ }
