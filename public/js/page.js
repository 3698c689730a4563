/* A thin bar on top when the next page takes longer than half a second. */
let timer;

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (
    !link ||
    event.defaultPrevented ||
    event.button ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey
  )
    return;
  const isElsewhere =
    link.origin !== location.origin || link.target || link.hasAttribute('download');
  if (isElsewhere || (link.hash && link.pathname === location.pathname)) return;
  leave();
});
document.addEventListener('submit', (event) => {
  if (!event.defaultPrevented) leave();
});
addEventListener('pageshow', stay);

function leave() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    document.documentElement.dataset.leaving = '';
    // An answer that turned out to be a download leaves the page where it is.
    timer = setTimeout(stay, 10_000);
  }, 500);
}

function stay() {
  clearTimeout(timer);
  delete document.documentElement.dataset.leaving;
}
