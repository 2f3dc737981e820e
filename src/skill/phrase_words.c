#include "skill/phrase_words.h"

#include <stddef.h>

const struct phrase_word phrase_stems[] = {
    {"알려", VIEW_ARTIST},
    {"가르쳐", VIEW_ARTIST},
    {"말해", VIEW_ARTIST},
    {"소개해", VIEW_ARTIST},
    {"찾아", VIEW_ARTIST},
    {"보여", VIEW_ARTIST},
    {"검색해", VIEW_ARTIST},
    {"추천해", VIEW_SONGS},
    {"들려", VIEW_SONGS},
    {"틀어", VIEW_SONGS},
    {"재생해", VIEW_SONGS},
    {NULL, VIEW_ARTIST},
};

const char *const phrase_endings[] = {"줘", "줘요", "줘라", "주라", "주세요", "주실래요", "줄래",
    "줄래요", "줄수있어", "줄수있어요", "줄수있나요", "주실수있나요", "주실수있어요", "주시겠어요",
    "주십시오", "주렴", "봐", "봐줘", "봐주세요", "봐요", "보세요", "달라", NULL};

const struct phrase_word phrase_questions[] = {
    {"누구야", VIEW_ARTIST},
    {"누구예요", VIEW_ARTIST},
    {"누구에요", VIEW_ARTIST},
    {"누구인가요", VIEW_ARTIST},
    {"누군가요", VIEW_ARTIST},
    {"누구인지", VIEW_ARTIST},
    {"누군지", VIEW_ARTIST},
    {"누구니", VIEW_ARTIST},
    {"누구지", VIEW_ARTIST},
    {"누구", VIEW_ARTIST},
    {"어떤가수야", VIEW_ARTIST},
    {"어떤가수예요", VIEW_ARTIST},
    {"어떤그룹이야", VIEW_ARTIST},
    {"어떤사람이야", VIEW_ARTIST},
    {"에대해", VIEW_ARTIST},
    {"에대해서", VIEW_ARTIST},
    {"에관해", VIEW_ARTIST},
    {"에관해서", VIEW_ARTIST},
    {"에대한정보", VIEW_ARTIST},
    {"정보", VIEW_ARTIST},
    {"프로필", VIEW_ARTIST},
    {"소개", VIEW_ARTIST},
    {"검색", VIEW_ARTIST},
    {"궁금해", VIEW_ARTIST},
    {"궁금해요", VIEW_ARTIST},
    {"알아", VIEW_ARTIST},
    {"알아요", VIEW_ARTIST},
    {"아세요", VIEW_ARTIST},
    {"추천", VIEW_SONGS},
    {"추천해", VIEW_SONGS},
    {"추천해요", VIEW_SONGS},
    {"추천부탁해", VIEW_SONGS},
    {"추천부탁해요", VIEW_SONGS},
    {"추천부탁드려요", VIEW_SONGS},
    {"추천부탁드립니다", VIEW_SONGS},
    {"듣고싶어", VIEW_SONGS},
    {"듣고싶어요", VIEW_SONGS},
    {"들을래", VIEW_SONGS},
    {"들을래요", VIEW_SONGS},
    {"들을까", VIEW_SONGS},
    {NULL, VIEW_ARTIST},
};

const char *const phrase_fillers[] = {"좀", "하나", "하나만", "몇개", "몇개만", "몇곡", "몇곡만",
    "몇명", "목록", "리스트", "모음", "전부", "모두", "더", "뭐야", "뭐예요", "뭐에요", "뭐가있어",
    "뭐가있어요", "뭐있어", "뭐있어요", "뭐있나요", "무엇인가요", "있어", "있어요", "있나요",
    "있을까", "있을까요", "부탁해", "부탁해요", "부탁드려요", " please", NULL};

const struct phrase_word phrase_topics[] = {
    {"노래", VIEW_SONGS},
    {"노래들", VIEW_SONGS},
    {"인기노래", VIEW_SONGS},
    {"인기있는노래", VIEW_SONGS},
    {"인기곡", VIEW_SONGS},
    {"인기있는곡", VIEW_SONGS},
    {"유명한노래", VIEW_SONGS},
    {"유명한곡", VIEW_SONGS},
    {"유명곡", VIEW_SONGS},
    {"좋은노래", VIEW_SONGS},
    {"대표곡", VIEW_SONGS},
    {"대표노래", VIEW_SONGS},
    {"대표적인노래", VIEW_SONGS},
    {"히트곡", VIEW_SONGS},
    {"명곡", VIEW_SONGS},
    {"신곡", VIEW_SONGS},
    {"음악", VIEW_SONGS},
    {" 곡", VIEW_SONGS},
    {" songs", VIEW_SONGS},
    {" top songs", VIEW_SONGS},
    {" best songs", VIEW_SONGS},
    {" popular songs", VIEW_SONGS},
    {" greatest hits", VIEW_SONGS},
    {" top tracks", VIEW_SONGS},
    {" similar artists", VIEW_RELATED},
    {" related artists", VIEW_RELATED},
    {" 비슷한", VIEW_RELATED},
    {NULL, VIEW_ARTIST},
};

const char *const phrase_alike[] = {"비슷한", "닮은", "유사한", "관련", "관련된", "연관", "연관된",
    "같은", "느낌비슷한", "느낌의", "스타일의", NULL};

const char *const phrase_nouns[] = {"가수", "가수들", "아티스트", "아티스트들", "뮤지션",
    "뮤지션들", "그룹", "걸그룹", "보이그룹", "밴드", "아이돌", "래퍼", "음악가", "사람", "음악",
    "노래", "노래들", "곡", "곡들", "팀", NULL};

const struct phrase_word phrase_heads[] = {
    {"가수", VIEW_ARTIST},
    {"아티스트", VIEW_ARTIST},
    {"뮤지션", VIEW_ARTIST},
    {"그룹", VIEW_ARTIST},
    {"걸그룹", VIEW_ARTIST},
    {"보이그룹", VIEW_ARTIST},
    {"밴드", VIEW_ARTIST},
    {"아이돌", VIEW_ARTIST},
    {"래퍼", VIEW_ARTIST},
    {"노래", VIEW_SONGS},
    {"인기곡", VIEW_SONGS},
    {"대표곡", VIEW_SONGS},
    {"히트곡", VIEW_SONGS},
    {"음악", VIEW_SONGS},
    {"비슷한가수", VIEW_RELATED},
    {"비슷한아티스트", VIEW_RELATED},
    {"artist", VIEW_ARTIST},
    {NULL, VIEW_ARTIST},
};

const struct phrase_word phrase_openings[] = {
    {"songs by ", VIEW_SONGS},
    {"songs of ", VIEW_SONGS},
    {"songs from ", VIEW_SONGS},
    {"song by ", VIEW_SONGS},
    {"music by ", VIEW_SONGS},
    {"music of ", VIEW_SONGS},
    {"tracks by ", VIEW_SONGS},
    {"hits by ", VIEW_SONGS},
    {"hits of ", VIEW_SONGS},
    {"similar to ", VIEW_RELATED},
    {"artists like ", VIEW_RELATED},
    {"artists similar to ", VIEW_RELATED},
    {"artists related to ", VIEW_RELATED},
    {"bands like ", VIEW_RELATED},
    {"bands similar to ", VIEW_RELATED},
    {"singers like ", VIEW_RELATED},
    {"groups like ", VIEW_RELATED},
    {"who is ", VIEW_ARTIST},
    {"who's ", VIEW_ARTIST},
    {"who are ", VIEW_ARTIST},
    {"tell me about ", VIEW_ARTIST},
    {"info on ", VIEW_ARTIST},
    {"info about ", VIEW_ARTIST},
    {"information about ", VIEW_ARTIST},
    {NULL, VIEW_ARTIST},
};

const struct phrase_word phrase_verbs[] = {
    {"recommend ", VIEW_SONGS},
    {"play ", VIEW_SONGS},
    {NULL, VIEW_ARTIST},
};

const char *const phrase_openers[] = {"please ", "show me ", "show ", "give me ", "find me ",
    "find ", "tell me ", "what are ", "i want to hear ", "can you ", "recommend ", "recommend me ",
    "play ", "play me ", "some ", "the ", "popular ", "top ", "best ", "famous ", "greatest ",
    NULL};

const char *const phrase_generic[] = {"가수", "가수들", "아티스트", "뮤지션", "그룹", "걸그룹",
    "보이그룹", "밴드", "아이돌", "래퍼", "노래", "음악", "요즘", "최신", "최근", "오늘", "오늘의",
    "인기", "인기있는", "유명한", "좋은", "신나는", "슬픈", "아무", "아무거나", "다른", "뭐",
    "뭔가", "나", "나한테", "내게", "우리", "한국", "국내", "해외", "the", "some", "good", "a",
    "an", "me", "artist", "artists", "singer", "singers", "band", "bands", "song", "songs", "music",
    NULL};

const char *const phrase_order_particles[] = {"이란/란", "은/는", "이/가", "을/를", NULL};
const char *const phrase_owner_particles[] = {"의", NULL};
const char *const phrase_singer_particles[] = {"이/가", "의", NULL};
const char *const phrase_joining_particles[] = {"이랑/랑", "과/와", "하고", "의", "처럼", NULL};

const char *const phrase_topic_particles[] = {
    "은/는", "이/가", "을/를", "도", "으로/로", "만", NULL};
