// Put into a page before its own scripts: records when sounds begin in whatever the page sends to
// its loudspeaker, without the page's help. The result is in unix seconds of this machine, so that
// the pages of one machine can be compared with each other and with the server's clock.
(() => {
  const SILENCE_S = 0.06;
  const PROCESSOR = `
    registerProcessor("onset-recorder", class extends AudioWorkletProcessor {
      constructor() { super(); this.quietSince = -1e9; }
      process(inputs) {
        const channels = inputs[0];
        for (let i = 0; channels.length && i < channels[0].length; i += 1) {
          let loud = 0;
          for (const channel of channels) loud = Math.max(loud, Math.abs(channel[i]));
          if (loud > 0.01) {
            const frame = currentFrame + i;
            if (frame - this.quietSince > ${SILENCE_S} * sampleRate) this.port.postMessage(frame);
            this.quietSince = frame;
          }
        }
        return true;
      }
    });`;
  /** @type {{frame: number, rate: number}[]} */
  const onsets = [];
  /** @type {[number, number][]} pairs of audio seconds and unix seconds */
  const anchors = [];
  const ready = new WeakMap();

  const recorderOf = (context) => {
    if (!ready.has(context)) {
      const url = URL.createObjectURL(new Blob([PROCESSOR], { type: "text/javascript" }));
      ready.set(context, context.audioWorklet.addModule(url).then(() => {
        const node = new AudioWorkletNode(context, "onset-recorder", { numberOfOutputs: 0 });
        node.port.onmessage = (e) => onsets.push({ frame: e.data, rate: context.sampleRate });
        setInterval(() => {
          const { contextTime, performanceTime } = context.getOutputTimestamp();
          if (contextTime > 0) {
            anchors.push([contextTime, (performance.timeOrigin + performanceTime) / 1000]);
          }
        }, 50);
        return node;
      }));
    }
    return ready.get(context);
  };

  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode) {
      recorderOf(target.context).then((node) => connect.call(this, node));
    }
    return connect.call(this, target, ...rest);
  };

  globalThis.recordedSounds = () => ({ onsets, anchors });
})();
