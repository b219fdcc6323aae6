// Finds text with a contrast below 4.5:1, measured as WCAG 2 defines it.

/** The texts of a page whose contrast is too low, each with its contrast. */
export async function illegible(page) {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

    /** Red, green and blue (0 to 255) and opacity (0 to 1) of a CSS colour. */
    function parts(color) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      return { rgb: [red, green, blue], alpha: alpha / 255 };
    }

    function luminance(rgb) {
      const [red, green, blue] = rgb.map((part) => {
        const s = part / 255;
        return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    /** The background behind an element: that of its nearest ancestor with an opaque one. */
    function ground(element) {
      for (let it = element; it; it = it.parentElement) {
        const { rgb, alpha } = parts(getComputedStyle(it).backgroundColor);
        if (alpha === 1) return rgb;
      }
      return [255, 255, 255];
    }

    function contrast(element) {
      const lights = [parts(getComputedStyle(element).color).rgb, ground(element)].map(luminance);
      return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    }

    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (words.nextNode()) {
      const text = words.currentNode.textContent.trim();
      const element = words.currentNode.parentElement;
      if (!text || !element.checkVisibility({ opacityProperty: true })) continue;
      const measured = contrast(element);
      if (measured < 4.5) found.push(`${text.slice(0, 60)}: ${measured.toFixed(2)}`);
    }
    return found;
  });
}
