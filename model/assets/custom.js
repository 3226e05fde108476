/* Solara puts this into the head of the page. */

/* Who cannot read small letters must be able to enlarge them on a phone. */
document.querySelector('meta[name=viewport]').content = 'width=device-width, initial-scale=1';
document.documentElement.lang = 'en';

/* What draws the charts, loaded while the server still plays: a promise of ECharts. */
window.drawingLibrary = fetch('./_solara/cdn/echarts@5.4.0/dist/echarts.min.js')
  .then(answer => answer.text())
  .then(text => new Promise(resolve => {
    const idle = window.requestIdleCallback || setTimeout;
    idle(() => {
      // RequireJS would take the library for itself; for the moment it is not there.
      const define = window.define;
      window.define = undefined;
      (0, eval)(text);
      window.define = define;
      resolve(window.echarts);
    });
  }));
