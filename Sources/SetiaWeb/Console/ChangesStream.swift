internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Tells a page that what it shows has changed, as server-sent events; of one member where the query names her.
    ///
    /// At most one event in two seconds: a page that is looked at need not be newer.
    func changesStream(_ visit: Visit) throws -> Response {
        stream(of: MemberID(text: visit.query["member"]))
    }

    /// The same for a member who looks at what is hers.
    func ownChanges(_ visit: Visit) throws -> Response {
        stream(of: try visit.owner().id)
    }

    private func stream(of member: MemberID?) -> Response {
        let changes = service.changes()
        var response = Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                for await change in changes.cancelOnGracefulShutdown() {
                    if let member, !change.mayTouch(member) { continue }
                    try await writer.write(ByteBuffer(string: "event: changed\ndata: {}\n\n"))
                    try await Task.sleep(for: .seconds(2))
                }
                try await writer.finish(nil)
            }
        )
        guardAnswer(&response, [])
        return response
    }
}
