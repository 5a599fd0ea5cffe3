internal import Glibc

/// Whether something can be read from a socket, now or within so many milliseconds.
func isReadable(_ socket: Int32, within milliseconds: Int32) -> Bool {
    isReady(socket, toSend: false, within: Int(milliseconds))
}

/// Whether something can be read from a socket, or sent on it where that is wanted too, within so many milliseconds.
func isReady(_ socket: Int32, toSend: Bool, within milliseconds: Int) -> Bool {
    let events = toSend ? POLLIN | POLLOUT : POLLIN
    var waited = pollfd(fd: socket, events: Int16(events), revents: 0)
    return poll(&waited, 1, Int32(clamping: milliseconds)) > 0
}
