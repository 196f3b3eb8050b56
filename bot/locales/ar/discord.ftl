# ما يقال في Discord وحده.

## الأمر بكلمات اللغة، بلا مسافات

discord-command = تقييم
discord-typed = قيّم | قيم
discord-start = ابدأ
discord-option-name = الاسم
discord-option-list = القائمة
discord-option-code = الرمز
discord-option-open = مفتوح
discord-option-role = الرتبة
discord-option-person = الشخص
discord-person = تقييم هذا الشخص
discord-author = تقييم كاتب الرسالة

discord-about-command = قرّر مع من تعمل
discord-about-start = تقييم عميل محتمل: سؤالًا بعد سؤال في محادثتنا الخاصة
discord-about-list = كل من هم في السجل
discord-about-show = ما في السجل عن أحدهم
discord-about-resume = متابعة مقابلة
discord-about-cancel = ترك مقابلة، وسأسألك قبل ذلك
discord-about-settings = لغتك ومنطقتك الزمنية
discord-about-export = كل ما في السجل في ملفات
discord-about-help = ما يمكنني فعله
discord-about-verdicts-here = تظهر النتائج في هذه القناة من الآن فصاعدًا
discord-about-link = للمشرفين: فريق واحد في Slack وDiscord
discord-about-team = لأي فريق تكون رسائلك الخاصة
discord-about-panel = ضع هنا الزر الذي يتواصل به العملاء المحتملون بأنفسهم
discord-about-intake = استقبال العملاء المحتملين أو إيقافه
discord-about-block = حظر شخص من التقديم
discord-about-unblock = رفع الحظر عن شخص
discord-about-members = للمشرفين: أي رتبة يحملها أعضاء الفريق
discord-about-reply = الكتابة إلى عميل محتمل تواصل بنفسه
discord-about-name = عمّن
discord-about-option-list = قائمة الصفات
discord-about-option-code = الرمز من المنصة الأخرى
discord-about-option-open = هل يُستقبل العملاء المحتملون
discord-about-option-role = الرتبة؛ اتركها فارغة لتكون لمن يديرون الخادم
discord-about-option-person = من هو

discord-help =
    { $start } – تقييم عميل محتمل. أسألك عنه في محادثتنا الخاصة، سؤالًا بعد سؤال. ويمكنك أن تكتب هناك أيضًا: { $typed }
    { $list } – كل من هم في السجل
    { $show } – ما في السجل عن أحدهم
    { $resume } – متابعة مقابلة
    { $cancel } – ترك مقابلة، وسأسألك قبل ذلك
    { $export } – كل ما في السجل في ملفات
    { $settings } – لغتك ومنطقتك الزمنية
    { $team } – لأي فريق تكون رسائلك الخاصة
    { $verdicts } – في قناة: تظهر النتائج فيها من الآن فصاعدًا
    { $panel } – في قناة: الزر الذي يتواصل به العملاء المحتملون بأنفسهم
    { $intake } – استقبالهم أو إيقافه
    { $block } و{ $unblock } – حظر شخص أو رفع الحظر عنه
    { $reply } – الكتابة إلى عميل محتمل تواصل بنفسه
    { $members } – للمشرفين: أي رتبة يحملها أعضاء الفريق
    { $link } – للمشرفين: فريق واحد في Slack وDiscord
discord-stray = اكتب «{ $typed }» لتبدأ، أو «{ $help }» لتعرف ما يمكنني فعله.
discord-nothing-asked = لا سؤال مطروحًا هنا حاليًا.
discord-unknown = لا أستطيع أن أعرف الآن إن كنت عضوًا في الفريق، فلم يحدث شيء. حاول مرة أخرى بعد دقيقة من فضلك.
discord-left = لم أعد في ذلك الخادم، لذلك توقّفت المقابلة. الإجابات محفوظة.
discord-members-only = هذا لأعضاء الفريق وحدهم. ومن يدير الخادم يحدّدهم: { $command }
discord-admins-only = هذا لمن يديرون الخادم وحدهم.
discord-in-a-server = يصلح هذا في قناة من خادم أنا عضو فيه فقط.
discord-role-set = من الآن فصاعدًا، أعضاء الفريق هم أصحاب رتبة { $role } ومن يديرون الخادم.
discord-role-everybody = هذه الرتبة للجميع في هذا الخادم، ومنهم العملاء المحتملون. اختر رتبة للفريق وحده.
discord-role-none = من الآن فصاعدًا، أعضاء الفريق هم من يديرون الخادم.
discord-lacking = لا يُسمح لي في هذه القناة بما يلي: { $permissions }. اطلب الإذن ممن يدير الخادم ثم أعد المحاولة.
discord-no-text = تحتاج النتائج واللوحات إلى قناة نصية. اكتب الأمر في قناة نصية.
discord-room-name = على انفراد
discord-room = لا أستطيع الكتابة إليك مباشرة، فنتابع هنا؛ لا يرى هذا إلا أنت وأنا ومن يديرون هذا الخادم. لتجيب بكلماتك، اضغط «{ $write }».
    { $how }
discord-open-dms = لفتح الرسائل الخاصة: اضغط اسم الخادم ثم Privacy Settings، واسمح بـ Direct Messages.
discord-moved = لا أستطيع الكتابة إليك مباشرة، فنتابع هنا: { $thread }
discord-here = لا أستطيع الكتابة إليك مباشرة، فنتابع هنا؛ لا يرى هذا أحد غيرك.

discord-which-team = لأي فريق تكون رسائلك هنا؟
discord-alone = لي وحدي
discord-for-team = من الآن فصاعدًا رسائلك هنا لفريق { $team }. لتبدأ، اكتب: { $typed }
discord-for-me = من الآن فصاعدًا رسائلك هنا لك وحدك. لتبدأ، اكتب: { $typed }

settings-stored = حُفظ ذلك.
form-as-discord = الإنجليزية، كما في Discord
form-zone-short = المنطقة الزمنية، مثل { $example }

speak-offer = أتفضّل أن أحدّثك بالعربية؟
speak-button = العربية
speak-done = سأحدّثك بالعربية من الآن فصاعدًا.
