import Dispatch

/// Lets the body of a transaction, which blocks a thread of the driver and none of Swift's, wait for the test.
struct Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func send() { semaphore.signal() }

    func wait() { semaphore.wait() }
}
