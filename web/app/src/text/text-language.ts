/**
 * The language of a text, for `lang`: the same Han character is drawn in four ways. No more than
 * a look at its letters: a wrong answer costs a serif, not a meaning.
 */

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const HAN = /\p{Script=Han}/gu;
const LETTER = /\p{L}/gu;

/**
 * BCP 47: any kana `ja`; else Hangul `ko`; else with a quarter or more of its letters Han
 * `zh-Hant` or `zh-Hans`, whichever has more characters of its own, the page's Chinese when
 * neither has, else `zh-Hans`; else the page's language, `en` when that is Chinese. A text
 * without a letter ("……", "😀") is in the page's language.
 */
export function languageOf(text: string, page: string): string {
  if (KANA.test(text)) return 'ja';
  if (HANGUL.test(text)) return 'ko';
  const letters = countOf(LETTER, text);
  if (letters === 0) return page;
  if (countOf(HAN, text) * 4 >= letters) return chineseOf(text, page);
  return isChinese(page) ? 'en' : page;
}

function chineseOf(text: string, page: string): string {
  let balance = 0;
  for (const character of text) {
    if (traditionalOnly.has(character)) balance++;
    else if (simplifiedOnly.has(character)) balance--;
  }
  if (balance !== 0) return balance > 0 ? 'zh-Hant' : 'zh-Hans';
  return isChinese(page) && /-(hant|tw|hk|mo)\b/i.test(page) ? 'zh-Hant' : 'zh-Hans';
}

function isChinese(language: string): boolean {
  return /^zh\b/i.test(language);
}

function countOf(letters: RegExp, text: string): number {
  let count = 0;
  for (const _ of text.matchAll(letters)) count++;
  return count;
}

// The frequent ones, after the tables of OpenCC. What both write (后, 里, 台, 杰) stands in neither.

const TRADITIONAL_ONLY =
  '個們來這時說為國過會對學開還沒後發裡點兩樣長頭經動進問話與無產業當車關東電見機書種從實現將應' +
  '間門體員給邊聽認識讓請謝誰覺氣馬鳥魚龍風飛飯館錢銀鐵錯鐘鎖陽陰陳陸隊階際難雞離雙雜雲霧靈靜韓' +
  '頁頂項順須預領題顏願類顧顯養餓馮駕騎驗驚髮鬆鬥鬧魯鮮鴨麗麥麼黃黨齊齒齡龜萬億價優傳傷債傾僅儀' +
  '偉側偵備傑傘僑償儲兒內冊凍劃則剛創劇劉劍劑勁務勝勞勢勵勸區醫華協單賣買衛廠廳歷壓厭參叢號嘆吳' +
  '嗎嚇啟響喪喬嘗噴嚴囑團園圍圖圓壘場塊堅報塵墳墜墮壞壩壯聲壺處復夠奪奮獎婦媽嬰孫寧寶寫審寬尋導' +
  '屆屬層歲島峽嶺帳帶幫幣幹幾庫廢廣廟張彈強彎徑徹恆悅惡惱愛態慘慣慶憂憐憑憶憤懷懶戀戲戰戶掃捨掛' +
  '採換揮損搖搶撐撥擁擇擊擔據擠擬擴擺擾攜攝敗敵數斷於晉曉暈暫曆曬術極棄棗楊構槍標樓樹橋橫檔檢櫃' +
  '權欄歡歐殘殺毀氈漢湯準溝滅滿漁漸潔潤澤濃濕濟瀏灣災煙煩熱燈燒營爐爛爭爺牆狀獨獲獵獻環瑪瓊畫異' +
  '畢療癢瘋癥盜盡監盤眾睜礎碼確礦禮禍稱積穩窮窩競筆節範築簡簽籃籌籤糧糾紀約紅紋納紐純紙級紛紡細' +
  '紳紹終組結絕絡絲統絹綁綠維綱網緊緒線編緣緩緯練縣縮總績織繞繩繪繳繼續纏罵罷羅義習翹聖聞聯聰職' +
  '肅脅脈脫腦腫腳臉膚膠膽臟臨臺舉舊艙艦艱藝蘇蘭蘋藍蓋蔣葉薦薩藥虧蟲蝦蠻補裝製複襪視規覓覽觀觸訂' +
  '計訊討訓記訪設許訴診註詞詢試詩詳誇誌語誠誤課誼調談論諸諾謀講謊謠證譜譯議護譽讀變讚豐貓負財貢' +
  '貧貨販貪責貴費貼貿賀資賓賞賠賢質賬購賴贈贏趕趙跡踐蹤軌軍軟軸較載輕輛輝輩輪輯輸轉辦辭農遲運達' +
  '違遠適選遺遷邁邏鄉鄭鄰醬釋針釣鈴鉛銷鋼錄錶鍋鍵鏡鑰閃閉閒閱闊隨隱險雖騙騰骯髒鬱鹽麵齋決況減湊' +
  '淨凈鳳舖佔併係倆倉傭儘凱別刪剎勻匯卻厲吶啞喚嘩噸嚐墊夾妝娛媧嬌宮尷屍崗嵐嶄廁廈廚彙徵愜慮懲懸' +
  '拋挾揀搗攔攤攪斬曠朧柵條梟棲楓樁樂檸櫻歸殼毆氫汙溫滄滬滯漲澀濱瀟瀾烏煉熒犧狹獅猶瑣畝疊皺盞瞞' +
  '矚硯磚祿禪穌窺竊簾粵糞紮綜綢緘縫縱罰羨聾脹膩舘艷莊莖蕭薑蘿蝸衝裊襯詐詭誘諒諧謎謙賭賺贊躍軒轟' +
  '逕遜鄧釀鈔鈕鉤銘鋒錦鍛鎮鏈鑒鑽閘闆闖陝隕霽頌頒頓頗頻飄飲飾餅餘饅饒馳駐駛驅驕驟鯉鯨鴿鵝鷹黴嘍' +
  '囉喲唸嗚嘰裏爲衆説羣啓綫鷄妳隻週遊佈迴鹹颱';

const SIMPLIFIED_ONLY =
  '个们来这时说为国过会对学开还没发点两样长头经动进问话与无产业当车关东电见机书种从实现将应间门' +
  '体员给边听认识让请谢谁觉气马鸟鱼龙风飞饭馆钱银铁错钟锁阳阴陈陆队阶际难鸡离双杂雾灵静韩页顶项' +
  '顺须预领题颜愿类顾显养饿冯驾骑验惊闹鲁鲜鸭丽麦么黄党齐齿龄龟万亿价优传伤债倾仅仪伟侧侦备伞侨' +
  '偿储儿内冻划则刚创剧刘剑剂劲务胜劳势励劝区医华协单卖买卫厂厅历压厌参丛号叹吴吗吓启响丧乔尝喷' +
  '严嘱团园围图圆垒场块坚报尘坟坠堕坏坝壮声壶处复够夺奋奖妇妈婴孙宁宝写审宽寻导届属层岁岛峡岭帐' +
  '带帮币库废广庙张弹强弯径彻悦恶恼爱态惨惯庆忧怜凭忆愤怀懒恋戏战户扫换挥损摇抢撑拨拥择击担据挤' +
  '拟扩摆扰摄败敌数断于晋晓晕暂晒术极弃枣杨构枪标楼树桥横档检柜权栏欢欧残杀毁毡汉汤沟灭满渔渐洁' +
  '润泽浓湿济浏湾灾烦热灯烧营炉烂争爷墙状独获猎献环玛琼画异毕疗疯盗尽监盘众睁础码确矿礼祸称积稳' +
  '穷窝竞笔节简签篮筹粮纠纪约红纹纳纽纯纸级纷纺细绅绍终组结绝络丝统绢绑绿维纲网紧绪线编缘缓纬练' +
  '县缩总绩织绕绳绘缴继续缠骂罢罗义习翘圣闻联聪职肃胁脉脱脑肿脚脸肤胶胆脏临举旧舱舰艰艺苏兰苹蓝' +
  '盖蒋叶萨药亏虫虾蛮补装袜视规觅览观触订计讯讨训记访设许诉诊词询试诗详语诚误课谊调谈论诸诺谋讲' +
  '谎谣证谱译议护誉读变赞丰猫负财贡贫货贩贪责贵费贴贸贺资宾赏赔贤质账购赖赠赢赶赵迹践踪轨军软轴' +
  '较载轻辆辉辈轮辑输转办辞农迟运达违远适选遗迁迈逻乡郑邻酱释针钓铃铅销钢录锅键镜钥闪闭闲阅阔随' +
  '隐险虽骗腾肮盐斋决况减凑净凤铺俩仓凯别删刹匀汇厉哑唤哗吨垫夹妆娱娲娇宫尴岗岚崭厕厦厨惬虑惩悬' +
  '挟拣捣拦摊搅斩旷胧栅条枭枫桩乐柠樱归壳殴氢温沧沪滞涨涩滨潇澜乌炼荧牺狭狮犹琐亩叠皱盏瞒瞩砚砖' +
  '禄禅稣窥窃帘粤粪综绸缄缝纵罚羡聋胀腻艳庄茎萧萝蜗袅衬诈诡诱谅谐谜谦赌赚跃轩轰迳逊邓酿钞钮钩铭' +
  '锋锦锻镇链鉴钻闸闯陕陨霁颂颁顿颇频飘饮饰饼馒饶驰驻驶驱骄骤鲤鲸鸽鹅鹰喽啰哟呜叽';

const traditionalOnly: ReadonlySet<string> = new Set(TRADITIONAL_ONLY);
const simplifiedOnly: ReadonlySet<string> = new Set(SIMPLIFIED_ONLY);
