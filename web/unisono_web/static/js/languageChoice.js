// @ts-check
/** The choice of a language: kept in a cookie, because the server writes the page in it. */

const COOKIE = "unisono.lang";
const YEAR_S = 365 * 24 * 3600;

/** Make the page's language field work; the address keeps its fragment, and with it the seat. */
export function languageChoice() {
  const field = document.getElementById("language");
  if (!(field instanceof HTMLSelectElement)) return;
  field.addEventListener("change", () => {
    document.cookie = `${COOKIE}=${field.value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
    location.reload();
  });
}
