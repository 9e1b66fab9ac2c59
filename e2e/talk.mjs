// What the people of the pictures say.

/** This morning; the number is the line that this one answers. */
export const book = [
  [
    '林晓雨',
    '早！印刷厂回话了：海报 A3 × 200，周四上午能取；“书脊”那版的蓝色会偏暗，他们建议加 10% 的白。',
  ],
  ['周明远', '我重新画了一张平面图，大家看看进出的方向顺不顺'],
  ['周明远', '消防通道 1.5 米，这条大家一定记住。图在这里：https://example.org/plan/v4'],
  ['沈砚', '同意加白。小样出来拍张照发这里就行，不用再寄。', 0],
  ['阿May', '孩子们的摊位要不要单独一排？去年混在中间，家长站着等，把路堵了。'],
  [
    'Priya Nair',
    'Yes please. And a shelf at child height, so that they can put books back themselves.',
    4,
  ],
  [
    'Marta Kowalska',
    'Looks right to me. One thing: the coffee cart needs a 16 A socket, and the only one on ' +
      'that side is behind stall 07. @沈砚 could you ask the caretaker whether we may ' +
      'run a cable along the wall?',
    1,
  ],
  ['陳家琪', '插座的事我下午順路問管理處，他們 5 點下班。延長線公司倉庫有兩條「二十米」的，夠用。'],
  ['周明远', '那 07 号摊位往南挪半米就行，图我改好再发。'],
  ['苏打', '👍'],
  ['值日生', '提醒：@林晓雨 今天 15:00 在印刷厂对色，到场请回复“收到”。'],
];

/** The days before, over and over. */
export const small = [
  ['周明远', '桌子一共 36 张，借的 12 张要在周日晚上还。谁有面包车？'],
  ['沈砚', '我可以借到，周日 19:00 以后都行。'],
  ['周明远', '太好了，那就定周日晚上。'],
  [
    'Tom Okafor',
    'Morning all, the weather page says dry until Sunday. I still want the big tarpaulin ' +
      'within reach: last spring taught me not to believe it.',
  ],
  ['苏打', '防水布在二楼储藏室，左手第二个柜子，卷着的那条是好的，另一条有洞。'],
  ['Tom Okafor', 'Perfect, thank you. I’ll move it downstairs today.'],
  ['阿May', '我的想法：靠树的那一侧，放四张矮桌，地上铺垫子。'],
  ['陳家琪', '收款碼我重印了，每攤一張，放在白色的盒子裡。'],
  ['林晓雨', '“值班与钥匙”那边周三晚班还缺一人，看到的话回我一声。'],
  ['Priya Nair', 'Same place, half past seven?'],
  ['王建国', '院门 7 点开，车从北门进，卸完货请马上开走。'],
  ['Léna Dubois', 'J’apporte les affiches françaises, il y en a une vingtaine.'],
  ['Marta Kowalska', 'Friday works. I’ll open the side gate.'],
  ['沈砚', '线槽我周五带过去。'],
  ['苏打', '城市就像梦境，是希望与畏惧建成的。'],
];

export const idle = [
  ['Tom Okafor', 'Good morning from a very wet bus.'],
  ['值日生', '备份完成，用时 42 秒。'],
  ['苏打', '周末谁去爬山？老地方，七点半。'],
];
