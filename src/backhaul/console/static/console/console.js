/* What the console changes of how its theme behaves: whatever can be clicked can be reached and pressed with the
   keyboard, and is called something; on a phone, the first cell of a row is called as its column is. */

const NAMES = { dock_to_right: "Menu", close: "Close the menu" };
const CLICKED = "span[x-on\\:click], a[x-on\\:click]:not([href]), div.cursor-pointer[x-on\\:click]";

function pressed(event) {
  if (event.target === event.currentTarget && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    event.currentTarget.click();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
  document.getElementById("nav-sidebar-inner")?.setAttribute("aria-label", "Menu");
  for (const one of document.querySelectorAll(CLICKED)) {
    const name = NAMES[one.textContent.trim()];
    if (name) {
      one.setAttribute("aria-label", name);
    }
    one.setAttribute("role", "button");
    one.tabIndex = 0;
    one.addEventListener("keydown", pressed);
  }
  for (const cell of document.querySelectorAll("#result_list tbody tr > :first-child[data-label]")) {
    const column = cell.closest("table").querySelector("thead th");
    if (column && !cell.querySelector("input")) {
      cell.dataset.label = column.textContent.trim().split("\n")[0];
    }
  }
});
