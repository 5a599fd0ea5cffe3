/// Stops the program because of a mistake of ours, with the numbers in the message.
///
/// `precondition` says nothing in a release build, and the numbers are what the reader of the log needs.
/// What a member, a till or the network can cause is never a fault: it is refused, or it fails.
package func fault(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
    fatalError(message, file: file, line: line)
}
