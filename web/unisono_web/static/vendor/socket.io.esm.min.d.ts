// Types only: the built file beside this one is the same code as the npm package of that name.
export * from "socket.io-client";
