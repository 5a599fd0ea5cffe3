internal import Glibc

/// Whether something can be read from a socket, now or within so many milliseconds.
func isReadable(_ socket: Int32, within milliseconds: Int32) -> Bool {
    var waited = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return poll(&waited, 1, milliseconds) > 0
}
