import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Photos beside reviews, on each store")
struct ReviewPhotoTests {
    private struct Bench {
        let brand: DocumentBrand
        let ana: MemberID
        var service: SetiaService { brand.service }

        init(_ store: any Store) async throws {
            brand = try await DocumentBrand(TalkBench.document, on: store)
            ana = try await brand.enrol(card: "K1", name: "Ana Lim")
        }

        @discardableResult
        func says(
            _ photos: [[UInt8]] = [],
            dropping: [Key] = [],
            text: String = "Strong.",
            of product: Key = "kopi-o",
            by member: MemberID? = nil
        ) async throws -> (review: ProductReview, isReplay: Bool) {
            brand.clock.advance(milliseconds: 1_000)
            var new = NewProductReview(member: member ?? ana, product: product, stars: 4, text: text)
            new.photos = photos
            new.dropping = dropping
            return try await service.writeProductReview(new)
        }

        func photos(_ member: MemberID? = nil) async throws -> [ReviewPhoto] {
            try await service.store.reading { try $0.reviewPhotos(of: member ?? ana) }
        }

        func isShown(_ address: Key) async throws -> Bool {
            try await service.publicPhoto(address, of: "kopi-o") != nil
        }
    }

    @Test(
        "U-10: photos are kept cleaned and sealed, shown once the review is published, and left out one by one",
        arguments: Backend.allCases
    )
    func way(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            let files = [TestPictures.jpeg(turn: 6), TestPictures.png(), TestPictures.webp()]
            let review = try await bench.says(files).review
            let photos = try await bench.photos()
            #expect(
                review.photos == 3 && photos.map(\.kind) == [.jpeg, .png, .webp] && photos.map(\.place) == [0, 1, 2]
            )
            #expect(photos[0].width == 480 && photos[0].height == 640)
            let sealed = try #require(try await store.reading { try $0.sealedPhoto(photos[0].id) })
            #expect(String(decoding: sealed, as: UTF8.self).hasPrefix("reviewPhoto of \(bench.ana) under"))
            // Before it is published she and staff see them, and nobody else.
            for photo in photos {
                #expect(try await !bench.isShown(photo.address))
                #expect(try await service.photo(photo.address, of: review.id)?.kind == photo.kind)
                #expect(try await service.ownPhoto(photo.address, of: bench.ana)?.kind == photo.kind)
                #expect(try await service.ownPhoto(photo.address, of: Fixture.member(9)) == nil)
            }
            try await service.leaveOut(photos[1].address, of: review.id, true, by: .operator)
            await #expect(throws: StaffRefusal.self) {
                try await service.leaveOut(photos[1].address, of: review.id, false, by: .nobody)
            }
            await #expect(throws: ProductReviewRefusal.unknownPhoto) {
                try await service.leaveOut("nobody", of: review.id, true, by: .operator)
            }
            _ = try await service.change(review.id, .publish, by: .operator)
            #expect(try await bench.isShown(photos[0].address))
            #expect(try await bench.isShown(photos[2].address))
            #expect(try await !bench.isShown(photos[1].address))
            #expect(try await service.publicPhoto(photos[0].address, of: "teh") == nil)
            let shown = try await service.publicReviews(of: "kopi-o", limit: 9).items[0]
            #expect(shown.shownPhotos.map(\.address) == [photos[0].address, photos[2].address])
            let event = try await store.reading { try $0.history(of: bench.ana) }.last {
                $0.event.type == .reviewPublished
            }
            guard case .happened(let occurrence) = event?.event.matter else {
                Issue.record("no event")
                return
            }
            #expect(occurrence.value("photos") == .number(2))
            let bytes = try #require(try await service.publicPhoto(photos[0].address, of: "kopi-o")?.bytes)
            #expect(bytes.firstRange(of: Array(TestPictures.secret.utf8)) == nil)
            #expect(try await service.verify().discrepancies == [])
        }
    }

    @Test(
        "U-10: what she adds or takes away is read again; the same photo twice is one, and what she takes back is gone",
        arguments: Backend.allCases
    )
    func changed(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            let first = try await bench.says([TestPictures.png(), TestPictures.png()]).review
            #expect(first.photos == 1)
            _ = try await service.change(first.id, .publish, by: .operator)
            #expect(try await bench.says([TestPictures.png()]).isReplay)
            let second = try await service.addReviewPhoto(TestPictures.jpeg(), to: first.id)
            #expect(!second.isReplay && second.review.photos == 2 && second.review.state == .waiting)
            #expect(second.review.id != first.id)
            await #expect(throws: ProductReviewRefusal.unknownReview) {
                _ = try await service.addReviewPhoto(TestPictures.webp(), to: first.id)
            }
            let photos = try await bench.photos()
            for photo in photos { #expect(try await !bench.isShown(photo.address), "it waits to be read again") }
            let third = try await bench.says([TestPictures.webp()], dropping: [photos[0].address]).review
            #expect(try await bench.photos().map(\.kind) == [.jpeg, .webp] && third.photos == 2)
            #expect(try await bench.photos().map(\.place) == [0, 1])
            _ = try await service.change(third.id, .publish, by: .operator)
            let left = try await service.removeReviewPhoto(photos[1].address, of: third.id)
            #expect(left.photos == 1 && left.state == .published)
            let last = try #require(try await bench.photos().first)
            #expect(try await bench.isShown(last.address))
            _ = try await service.withdrawProductReview("kopi-o", of: bench.ana)
            #expect(try await bench.photos() == [])
            #expect(try await !bench.isShown(last.address))
        }
    }

    @Test(
        "U-10: too many, too large or no pictures are refused by name, and nothing is kept",
        arguments: Backend.allCases
    )
    func refused(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            func wrong(_ refusal: ProductReviewRefusal, _ photos: [[UInt8]]) async {
                await #expect(throws: refusal) { try await bench.says(photos) }
            }
            let many = (0..<5).map { TestPictures.png(mark: $0) }
            await wrong(.tooManyPhotos(4), many)
            await wrong(.photo(1, .notAPicture), [many[0], Array("GIF89a".utf8)])
            await wrong(.photo(0, .cutOff), [Array(many[0].prefix(40))])
            await wrong(.photo(0, .moves), [TestPictures.webp(moves: true)])
            await wrong(.photo(0, .tooLarge(5 << 20)), [many[0] + [UInt8](repeating: 0, count: 5 << 20)])
            #expect(try await bench.service.productReviews(of: bench.ana) == [])
            try await bench.says(Array(many.prefix(4)))
            await wrong(.tooManyPhotos(4), [many[4]])
            for number in 1..<5 {
                try await bench.says((0..<4).map { TestPictures.png(mark: UInt8($0)) }, of: Key("p\(number)"))
            }
            await #expect(throws: ProductReviewRefusal.tooManyPhotosToday) {
                try await bench.says([TestPictures.jpeg()], of: "p9")
            }
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 1)
            try await bench.says([TestPictures.jpeg()], of: "p9")
        }
    }

    @Test(
        "U-10: photos go with her when she is erased, travel with her data, and follow her to the account that is hers",
        arguments: Backend.allCases
    )
    func hers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            let other = try await bench.brand.enrol(card: "K2", name: "Ana Lim")
            let old = try await bench.says([TestPictures.jpeg(turn: 3), TestPictures.png()]).review
            let photos = try await bench.photos()
            try await service.leaveOut(photos[1].address, of: old.id, true, by: .operator)
            _ = try await service.change(old.id, .publish, by: .operator)
            let own = String(decoding: try #require(try await service.ownData(of: bench.ana)), as: UTF8.self)
            #expect(own.contains("\"base64\": \"/9j/"))
            bench.brand.clock.advance(milliseconds: 1_000)
            _ = try await service.mergeMember(bench.ana, into: other, by: .operator)
            #expect(try await service.ownPhoto(photos[0].address, of: other) != nil)
            #expect(try await bench.isShown(photos[0].address))
            let new = try await bench.says(text: "Still strong.", by: other).review
            let moved = try await bench.photos(other)
            #expect(new.photos == 2 && moved.map(\.kind) == [.jpeg, .png] && moved.map(\.isLeftOut) == [false, true])
            #expect(try await bench.photos() == [])
            #expect(try await !bench.isShown(photos[0].address))
            _ = try await service.change(new.id, .publish, by: .operator)
            #expect(try await bench.isShown(moved[0].address))
            #expect(try await !bench.isShown(moved[1].address))
            #expect(try await service.eraseMember(other))
            #expect(try await bench.photos(other) == [])
            #expect(try await !bench.isShown(moved[0].address))
        }
    }
}
