// A reply of each kind, to see how it is drawn and to start a reply of one's own from.

const reply = (outputs, quickReplies) => ({ version: "2.0", template: { outputs, ...(quickReplies ? { quickReplies } : {}) } });
const link = (label) => ({ label, action: "webLink", webLinkUrl: "https://example.com/" });
const message = (label, messageText = label) => ({ label, action: "message", messageText });

function simple(picture) {
	return {
		"simpleText": reply([{ simpleText: { text: "안녕하세요! 좋아하는 아티스트의 이름을 보내 주세요.\n자세한 안내: https://example.com/guide" } }],
			[message("아이유"), message("비틀즈"), { label: "도움말", action: "block", blockId: "65f000000000000000000002", extra: { topic: "help" } }]),
		"simpleText (전체 보기)": reply([{ simpleText: { text: "긴 글은 접혀서 보여요. ".repeat(60).trim() } }]),
		"simpleImage": reply([{ simpleImage: { imageUrl: picture("wide"), altText: "해 질 녘의 언덕" } }]),
	};
}

function cards(picture) {
	return {
		"textCard": reply([{ textCard: { title: "오늘의 추천", description: "비 오는 날 듣기 좋은 노래를 골랐어요.",
			buttons: [link("들어 보기"), message("다른 추천")], buttonLayout: "horizontal" } }]),
		"basicCard 2:1": reply([{ basicCard: { title: "언덕의 노래", description: "두 번째 정규 앨범, 열두 곡",
			thumbnail: { imageUrl: picture("wide"), altText: "앨범 표지", link: { web: "https://example.com/album" } },
			buttons: [link("앨범 보기"), message("수록곡 보기"), { label: "공유하기", action: "share" }] } }]),
		"basicCard 1:1": reply([{ basicCard: { title: "언덕의 노래", description: "그림 전체가 보여요",
			thumbnail: { imageUrl: picture("square"), altText: "앨범 표지", fixedRatio: true }, buttons: [link("보기"), message("수록곡")] } }]),
		"basicCard (forwardable)": reply([{ basicCard: { title: "전달할 수 있는 카드", thumbnail: { imageUrl: picture("wide") }, forwardable: true } }]),
		"listCard": reply([{ listCard: { header: { title: "인기곡" }, items: [
			{ title: "언덕의 노래", description: "언덕의 노래", imageUrl: picture("square"), link: { web: "https://example.com/1" } },
			{ title: "저녁 바람", description: "누르면 블록을 불러요", imageUrl: picture("wide"), action: "block", blockId: "65f000000000000000000003", extra: { song: 2 } },
			{ title: "푸른 새벽", description: "누르면 말을 보내요", action: "message", messageText: "푸른 새벽 들려줘", extra: { song: 3 } },
		], buttons: [link("모두 보기")] } }]),
	};
}

function goods(picture) {
	const profile = { nickname: "언덕 상점", imageUrl: picture("square") };
	const item = { title: "언덕의 노래 LP", description: "180g, 초판 한정", price: 45000, discountRate: 20, discountedPrice: 36000,
		currency: "won", thumbnails: [{ imageUrl: picture("wide"), link: { web: "https://example.com/lp" } }], profile,
		buttons: [link("구매하기"), { label: "전화하기", action: "phone", phoneNumber: "02-000-0000" }, { label: "공유하기", action: "share" }] };
	const ticket = { thumbnail: { imageUrl: picture("wide"), width: 800, height: 400 }, profile: { title: "언덕 공연장", imageUrl: picture("square") },
		imageTitle: { title: "가을밤 음악회", description: "예매 번호 A-1024", imageUrl: picture("square") },
		itemList: [{ title: "날짜", description: "11월 28일 토요일" }, { title: "시간", description: "오후 7시 30분" }, { title: "좌석", description: "1층 C열 12번" }],
		itemListSummary: { title: "합계", description: "66,000원" }, title: "입장 안내", description: "공연 30분 전부터 입장할 수 있어요.", buttons: [link("표 보기")], buttonLayout: "vertical" };
	return {
		"commerceCard": reply([{ commerceCard: item }]),
		"commerceCard (discount)": reply([{ commerceCard: { description: "할인 금액만 있는 상품", price: 10000, discount: 1000, thumbnails: [{ imageUrl: picture("square"), fixedRatio: true }] } }]),
		"itemCard": reply([{ itemCard: ticket }]),
		"itemCard (head, right)": reply([{ itemCard: { head: { title: "주문 확인" }, itemList: [{ title: "상품", description: "언덕의 노래 LP" },
			{ title: "수량", description: "1개" }], itemListAlignment: "right", itemListSummary: { title: "합계", description: "36,000원" } } }]),
		"carousel commerceCard + header": reply([{ carousel: { type: "commerceCard", header: { title: "이번 주의 음반", description: "초판을 싸게 만나 보세요.",
			thumbnail: { imageUrl: picture("wide") } }, items: [item, { ...item, title: "푸른 새벽 LP" }] } }]),
	};
}

function carousels(picture) {
	const card = (title, text) => ({ title, description: text, thumbnail: { imageUrl: picture("square"), fixedRatio: true },
		buttons: [message("노래 보기", `${title} 노래`)] });
	const list = (title) => ({ header: { title }, items: [1, 2, 3, 4].map((n) => ({ title: `${n}번째 곡`, description: title,
		imageUrl: picture("square"), link: { web: "https://example.com/" } })), buttons: [message("더 보기", `${title} 더 보기`)] });
	const rows = (title) => ({ head: { title }, itemList: [{ title: "날짜", description: "11월 28일" }, { title: "장소", description: "언덕 공연장" }],
		itemListAlignment: "right", buttons: [message("예매하기")] });
	return {
		"carousel basicCard": reply([{ carousel: { type: "basicCard", items: ["가람", "나래", "다솜", "라온"].map((n) => card(n, "비슷한 아티스트")) } }]),
		"carousel listCard": reply([{ carousel: { type: "listCard", items: [list("첫 앨범"), list("둘째 앨범")] } }], [message("인기곡"), message("최신곡")]),
		"carousel textCard": reply([{ carousel: { type: "textCard", items: ["월", "화", "수"].map((d) => ({ title: `${d}요일 추천`, description: "하루를 여는 노래 세 곡", buttons: [message("듣기", `${d}요일 듣기`)] })) } }]),
		"carousel itemCard": reply([{ carousel: { type: "itemCard", items: [rows("서울"), rows("부산")] } }]),
	};
}

function others() {
	return {
		"buttons": reply([{ textCard: { title: "버튼의 여러 가지", buttons: [
			{ label: "블록 부르기", action: "block", blockId: "65f000000000000000000004", messageText: "블록", extra: { from: "button" } },
			{ label: "전화하기", action: "phone", phoneNumber: "02-000-0000" }, { label: "상담원 연결", action: "operator" }] } }]),
		"useCallback": { version: "2.0", useCallback: true, data: { text: "찾고 있어요. 잠시만요!" } },
		"context": { ...reply([{ simpleText: { text: "문맥을 남겼어요." } }]), context: { values: [{ name: "artist", lifeSpan: 3, params: { name: "아이유" } }] } },
		"규칙을 어긴 응답": reply([{ basicCard: { title: "제목은 쉰 글자까지인데 이것은 그보다 훨씬 더 길어서 카카오톡이 말풍선을 아예 보여 주지 않을 수도 있는 제목이에요",
			thumbnail: { imageUrl: "ftp://example.com/picture.png" },
			buttons: [{ label: "열네 글자를 넘어가는 버튼 이름", action: "message" }] } }],
			[message("열네 글자를 넘는 바로가기 응답 이름")]),
	};
}

// name → reply. The pictures are this server's own.
export function samples(origin) {
	const picture = (name) => `${origin}/img/${name}.svg`;
	return { ...simple(picture), ...cards(picture), ...goods(picture), ...carousels(picture), ...others() };
}
