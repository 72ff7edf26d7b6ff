// Loaded in <head> before the style sheet paints: a chosen theme must be there at the first frame, and the policy allows no inline script.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* Storage is closed to us: the system's theme it is. */ }
