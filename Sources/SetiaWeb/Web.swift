internal import HTTPTypes
package import Hummingbird
package import Logging
internal import Mustache
internal import NIOCore
internal import SetiaCore
package import SetiaService

/// All pages: the console for staff, the till, and what members and strangers see.
package struct Web: Sendable {
    let service: SetiaService
    let settings: WebSettings
    let assets: Assets
    let library: MustacheLibrary
    let chatScript = ChatScript()

    /// The pages over one service.
    ///
    /// - Parameters:
    ///   - service: What can be done.
    ///   - settings: How they are served.
    /// - Throws: `WebTrouble` where the style sheets of Bootstrap are not there.
    package init(service: SetiaService, settings: WebSettings) throws {
        self.service = service
        self.settings = settings
        assets = try Assets(folder: settings.assetsFolder)
        library = try Templates.library()
    }

    /// All pages, by area.
    package var pages: [Page] {
        openPages + signingInPages + homePages + customerPages + figureMemberPages
            + memberPages + requestPages + reviewPages + mergePages
            + referralPages
            + shopPages
            + programmePages
            + whatIfPages + keyPages + webhookPages + channelPages + staffPages + logPages + accountPages + joinPages
            + cardPages + cardAddressPages + memberAccountPages
            + surveyPages + cardSurveyPages + casePages + cardCasePages + caseQuestionPages
            + improvementPages + gatheringPages + cardGatheringPages + doorPages
            + productReviewPages + cardReviewPages + publicReviewPages
            + tillPages + rewardPages + rewardTablePages + cardRewardPages + tillRewardPages + tillCodePages
            + portalPages
            + promotionPages
            + segmentPages + campaignPages + inboxPages + broadcastPages + contentPages + journeyPages
            + journeyEditorPages
            + preferencePages
    }

    /// Adds all pages to a router.
    package func add<Context: RequestContext & RemoteAddressRequestContext>(to router: Router<Context>) {
        for page in pages {
            router.on(RouterPath(page.path), method: page.method == .get ? .get : .post) { request, context in
                await self.answer(
                    request,
                    parameters: Dictionary(
                        context.parameters.map { (String($0.key), String($0.value)) },
                        uniquingKeysWith: { first, _ in first }
                    ),
                    client: self.client(request, context.remoteAddress?.ipAddress ?? ""),
                    page
                )
            }
        }
        for asset in assets.all {
            router.get(RouterPath(asset.path)) { request, _ in asset.response(to: request) }
        }
        router.get(RouterPath(ChatScript.path)) { request, _ in chatScript.response(to: request) }
    }

    /// Where a request comes from: its connection, or whom a trusted proxy says it speaks for.
    ///
    /// A proxy adds whom it saw at the end of what it was told: only that last address is believed.
    private func client(_ request: Request, _ connection: String) -> String {
        guard settings.isBehindProxy, let header = HTTPField.Name("X-Forwarded-For"),
            let said = request.headers[values: header].last?.split(separator: ",").last
        else { return connection }
        return String(said.drop { $0 == " " })
    }

    /// What answers a browser where there is no page.
    package func notFound(_ request: Request) async -> Response {
        let visit = self.visit(request, parameters: [:], form: .empty, client: "")
        return refusal(WebFailure.notFound, visit)
    }

    private func answer(_ request: Request, parameters: [String: String], client: String, _ page: Page) async
        -> Response
    {
        var visit = self.visit(request, parameters: parameters, form: .empty, client: client)
        var response: Response
        do {
            let brandName = try await brandName()
            if page.method == .post {
                if !page.takesOthersForms { try refuseStrangers(request) }
                if page.mostBytes > WebSettings.mostFormBytes, page.access == .member {
                    // Nobody but a member makes the server keep so much. Her session is not renewed for it: that is done once.
                    guard let token = visit.cookies[CookieName.member], token.utf8.count <= 200,
                        try await service.visitMemberSession(token, renewing: false) != nil
                    else { throw WebFailure.memberSignedOut }
                } else if page.mostBytes > WebSettings.mostFormBytes {
                    // Nor anybody but staff.
                    guard let token = visit.cookies[CookieName.session],
                        let session = try await service.staffSession(token), !session.pendingSecondFactor
                    else { throw WebFailure.signedOut }
                }
                visit = self.visit(
                    request,
                    parameters: parameters,
                    form: try await form(of: request, atMost: page.mostBytes),
                    client: client
                )
            }
            visit.brandName = brandName
            visit.sessionToken = visit.cookies[CookieName.session]
            if let token = visit.sessionToken, let session = try await service.staffSession(token),
                !session.pendingSecondFactor
            {
                visit.session = session
            }
            if page.access == .member { try await welcomeMember(&visit) }
            try await admit(visit, to: page)
            response = try await page.answer(visit)
        } catch {
            response = await trouble(error, visit)
        }
        keepSession(of: visit, in: &response)
        return response
    }

    /// What people call the brand.
    private func brandName() async throws -> String {
        if let brand = settings.brand { return brand }
        guard let programme = try await service.currentVersion()?.programme else { return "Setia" }
        return SetiaWeb.brandName(of: programme)
    }

    private func visit(_ request: Request, parameters: [String: String], form: Form, client: String) -> Visit {
        let cookies = SetiaWeb.cookies(in: request.headers[.cookie])
        let language =
            cookies[CookieName.language].flatMap { Language(rawValue: $0) }
            ?? request.headers[.acceptLanguage].flatMap { Language(namedIn: $0) } ?? .en
        return Visit(
            path: request.uri.path,
            parameters: parameters,
            query: Form(urlEncoded: request.uri.query ?? ""),
            form: form,
            cookies: cookies,
            client: client,
            now: service.surroundings.now(),
            language: language,
            theme: cookies[CookieName.theme].flatMap { Theme(rawValue: $0) } ?? .auto
        )
    }

    /// A form of our own comes from a page of our own.
    private func refuseStrangers(_ request: Request) throws {
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) {
            guard site == "same-origin" || site == "none" else { throw WebFailure.elsewhere }
        } else if let origin = request.headers[.origin], let host = request.head.authority {
            guard origin == "http://\(host)" || origin == "https://\(host)" else { throw WebFailure.elsewhere }
        }
    }

    private func form(of request: Request, atMost most: Int) async throws -> Form {
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= most else { throw WebFailure.tooLarge }
            bytes += buffer.readableBytesView
        }
        if let type = request.headers[.contentType], let boundary = multipartBoundary(in: type) {
            return Form(multipart: bytes, boundary: boundary)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard request.headers[.contentType]?.hasPrefix("application/json") ?? false else {
            return Form(urlEncoded: text)
        }
        let token = HTTPField.Name("X-Setia-Token").flatMap { request.headers[$0] } ?? ""
        return Form(fields: [(name: "json", value: text), (name: "token", value: token)])
    }

    /// Lets through who may have the page, and whose form is of this session.
    private func admit(_ visit: Visit, to page: Page) async throws {
        switch page.access {
        case .open: return
        case .member:
            let member = try visit.owner()
            guard page.method == .get || constantTimeEqual(visit.form["token"], member.formToken) else {
                throw WebFailure.staleMemberForm
            }
            return
        case .staff: _ = try visit.staff()
        case .may(let permission):
            guard try visit.staff().may(permission) else { throw WebFailure.forbidden(permission) }
        }
        guard page.method == .post else { return }
        guard constantTimeEqual(visit.form["token"], try visit.staff().formToken) else { throw WebFailure.staleForm }
    }
}

/// How pages are served.
package struct WebSettings: Sendable {
    /// Where Debian keeps Bootstrap.
    package var assetsFolder: String
    /// The address under which browsers reach the server, such as `https://loyalty.example`; none is the request's own.
    package var address: String?
    /// What people call the brand; none is the programme's name, written as a name.
    package var brand: String?
    /// Whether a proxy stands before the server, whose word about addresses is believed.
    package var isBehindProxy = false
    /// The pages of others that may hold what members say of a product in a frame, such as `https://shop.example.com`.
    package var frameOrigins: Set<String>
    /// Where the pages say what they do.
    package var logger: Logger

    /// The most that a form may hold: 2 MiB, for a programme's document.
    static let mostFormBytes = 2 * 1_048_576
    /// The most that a form with photos may hold: more than is taken, so that who sends too much reads how much is.
    static let mostPhotoFormBytes = 22 * 1_048_576
    /// The most that a form with one picture of a reward may hold: more than is taken, as above.
    static let mostPictureFormBytes = 6 * 1_048_576

    /// Settings.
    package init(
        assetsFolder: String = "/usr/share/javascript",
        address: String? = nil,
        brand: String? = nil,
        isBehindProxy: Bool = false,
        frameOrigins: Set<String> = [],
        logger: Logger
    ) {
        self.frameOrigins = frameOrigins
        self.assetsFolder = assetsFolder
        self.address = address
        self.brand = brand
        self.isBehindProxy = isBehindProxy
        self.logger = logger
    }

    /// Whether browsers are asked to send cookies over TLS only.
    var isSecure: Bool { address?.hasPrefix("https://") ?? false }
}

/// What stands between the parts of `multipart/form-data`, as a `Content-Type` names it; none of any other.
func multipartBoundary(in type: String) -> String? {
    let parts = type.split(separator: ";").map { $0.drop { $0 == " " } }
    guard parts.first?.lowercased() == "multipart/form-data",
        let named = parts.first(where: { $0.lowercased().hasPrefix("boundary=") })
    else { return nil }
    let value = named.dropFirst("boundary=".count)
    let boundary = value.hasPrefix("\"") ? value.dropFirst().prefix { $0 != "\"" } : value.prefix { $0 != " " }
    return boundary.isEmpty || boundary.utf8.count > 200 ? nil : String(boundary)
}

/// Whether two texts are equal, in a time that does not tell where they differ.
func constantTimeEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count, !left.isEmpty else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
