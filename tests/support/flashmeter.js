// Reads frames of a page as they were rendered and says how much of it flashes (WCAG 2.3.1).
// A flash is a pair of opposing changes of relative luminance by 10 % or more, the darker below 0.8.
(() => {
  const CHANGE = 0.1;
  const DARK = 0.8;
  const LINEAR = Float32Array.from({ length: 256 }, (_, i) => {
    const c = i / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });

  class FlashMeter {
    constructor(scale) {
      this.scale = scale;
      this.frames = 0;
      this.times = [];
    }

    async add(base64, timeS) {
      const letters = atob(base64);
      const bytes = new Uint8Array(letters.length);
      for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
      const [w, h] = [Math.round(bitmap.width * this.scale), Math.round(bitmap.height * this.scale)];
      const canvas = new OffscreenCanvas(w, h);
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      pen.imageSmoothingEnabled = false;
      pen.drawImage(bitmap, 0, 0, w, h);
      this.take(pen.getImageData(0, 0, w, h).data, w * h, timeS);
      this.area = (bitmap.width * bitmap.height) / (w * h);
    }

    take(data, count, timeS) {
      if (!this.low) {
        this.low = new Float32Array(count).fill(9);
        this.high = new Float32Array(count).fill(-9);
        this.way = new Int8Array(count);
        this.turns = Array.from({ length: count }, () => []);
      }
      for (let i = 0; i < count; i += 1) {
        const at = 4 * i;
        const light =
          0.2126 * LINEAR[data[at]] + 0.7152 * LINEAR[data[at + 1]] + 0.0722 * LINEAR[data[at + 2]];
        this.pixel(i, light, timeS);
      }
      this.frames += 1;
      this.times.push(timeS);
    }

    pixel(i, light, timeS) {
      const { low, high, way } = this;
      low[i] = Math.min(low[i], light);
      high[i] = Math.max(high[i], light);
      if (way[i] >= 0 && high[i] - light >= CHANGE && light < DARK) this.turn(i, -1, light, timeS);
      else if (way[i] <= 0 && light - low[i] >= CHANGE && low[i] < DARK) this.turn(i, 1, light, timeS);
    }

    turn(i, way, light, timeS) {
      this.way[i] = way;
      this.low[i] = light;
      this.high[i] = light;
      this.turns[i].push(timeS);
    }

    // Page pixels that flash more than `most` times within some second, at their worst moment.
    flashing(most) {
      const starts = this.times;
      let worst = 0;
      for (const from of starts) {
        let pixels = 0;
        for (const turns of this.turns) {
          if (turns.length <= 2 * most) continue;
          let within = 0;
          for (const at of turns) if (at >= from && at < from + 1) within += 1;
          if (within > 2 * most) pixels += 1;
        }
        worst = Math.max(worst, pixels);
      }
      return { area: worst * this.area, frames: this.frames };
    }
  }

  globalThis.FlashMeter = FlashMeter;
})();
