"""Portuguese words of a decision by their classes, as `sentence_reading` reads them."""

PORTUGUESE_WORDS = """
y sim|claro que sim|com certeza|certamente|naturalmente|obviamente|afirmativo|sem dúvida|absolutamente|com [muito] (gosto|prazer)|sim (senhor|claro|por favor|da minha parte|com certeza|obrigado|obrigada)|(é|da minha parte é) um sim [da minha parte]|evidentemente|certíssimo|claro
w ok|okay|certo|bem|muito bem|perfeito|de acordo|ótimo|óptimo|excelente|beleza|combinado|fechado|tudo bem|tudo certo|tudo ok|está bem|tá bom|por mim tudo bem|sem problema|sem problemas|nenhum problema|bom trabalho|até que enfim|finalmente|concordo|por mim|está ok|está óptimo|está ótimo|sem objeções
c avança|avance|avancem|avancemos|pode(m|s|) (avançar|prosseguir|seguir|continuar|executar|fazer|proceder|ir|fazê lo|mandar|mandar ver)|prossiga(m|)|prossegue|siga(m|) [em frente]|segue [em frente]|vai em frente|vá em frente|vão em frente|em frente|faz isso|faça(m|)|faça isso|façam isso|execute(m|)|executa|luz verde|sinal verde|toca em frente|manda bala|manda ver|bora|continue(m|)|à vontade|força
c [eu|] [o|a|] (aprovo|aprovamos|autorizo|autorizamos|consinto|concordo com|concordamos)|pela presente (aprovo|autorizo)|estou [totalmente|plenamente] de acordo|dou [o|a] (meu|minha|) (ok|aval|aprovação|autorização|consentimento|aprovado|acordo)|(tem|tens|têm|vocês têm|você tem) [o|a] (meu|minha|) (ok|aval|aprovação|autorização|consentimento|acordo|permissão|luz verde|sinal verde)|aprovação concedida|autorização concedida|permissão concedida|sou a favor|confirmo a (aprovação|autorização)
d aprovado|aprovada|autorizado|autorizada|liberado|liberada|(está|fica|é|tá|estão) [tudo] (aprovado|aprovada|autorizado|autorizada|liberado|liberada)
x:delete apaga|apague(m|)|apagar|apagá l(o|a)|remove|remova(m|)|remover|elimina|elimine(m|)|eliminar|exclui|exclua(m|)|excluir|deleta|delete(m|)|deletar|joga fora|tira|tire(m|)
f:delete pode(m|) ser (apagado|apagada|removida|removido|eliminada|excluída)|pode sumir
x:pay paga|pague(m|)|pagar|liquida|liquide(m|)|liquidar|transfere|transfira(m|)|transferir|efetu(a|e|em) o pagamento|efetuar o pagamento|quita|quite(m|)|quitar|faz o pagamento|faça(m|) o pagamento|fazer o pagamento|regulariza(r|)|o pagamento
f:pay pode(m|) ser (pago|paga|liquidada|quitada)|quero que seja (pago|paga)
x:merge funde|fundir|faz o merge|faça o merge|fazer o merge|mergeia|mergear|integra|integre|integrar
x:release publica|publique(m|)|publicar|lança|lance(m|)|lançar|sobe|suba(m|)|subir|solta|solte(m|)|soltar|libera|libere(m|)|liberar|implanta|implante(m|)|implantar|coloca(r|) (em produção|no ar)|coloque(m|) (em produção|no ar)|põe (em produção|no ar)|ponham em produção|faz o deploy|faça(m|) o deploy|fazer o deploy|manda (para|pra) (prod|produção)|marca a versão|o deploy|o lançamento
f:release pode(m|) (sair|ir para produção|ir pra produção|ser publicada|ir ao ar)
x:refund reembolsa(r|)|reembolse(m|)|estorna(r|)|devolve o dinheiro|o reembolso
x:send envia|envie(m|)|enviar|manda|mande(m|)|mandar
x:restart reinicia|reinicie(m|)|reiniciar
x:create cria|crie(m|)|criar|adiciona(r|)
x:order encomenda(r|)|compra|compre(m|)|comprar
x:cancel cancela|cancele(m|)|cancelar
p por favor|pf|se faz favor|sff|(pode|podem|podes|podemos|você pode|vocês podem) [sim|já]|ok para|(autorizo|aprovo) (que|o|a)|sim (ao|à|para)|de acordo com|pode sim|autorizo a|favorável (a|ao|à)
o isso|isto|o|a|os|as|este|esta|esse|essa|aquilo|aquele|aquela|pedido|solicitação|ação|acção|passo|alteração|mudança|operação|coisa|tarefa|velha|velho|tudo|nova|novo|ao|à
o:pay paga|fatura|factura|pagamento|valor|montante|dinheiro|fornecedor|boleto|nota
o:branch branch|ramo
o:release versão|release|tag|deploy|build|produção|prod|atualização|actualização|patch|commit|lançamento
o:merge pr|pull request|merge request|branch|ramo
o:data ficheiro|ficheiros|arquivo|arquivos|pasta|registo|registro|tabela|backup|dados|base
o:account conta|utilizador|usuário|usuários
o:server servidor|serviço|instância|máquina
o:send mail|mensagem|email|newsletter|carta|e mail
o:refund reembolso|dinheiro|cliente|valor
o:order encomenda|pedido
j da (minha|nossa) parte|por (mim|nós)|pela presente|então|assim|com gosto|tranquilamente|diretamente|imediatamente|o quanto antes|o mais rápido possível|sem problemas|sem problema|conforme (previsto|combinado|proposto|solicitado)|como (previsto|combinado|proposto)|e|em|de|do|da|no|na|com|pra|para|tranquilo|mesmo
t já|agora|hoje|hoje mesmo|agora mesmo
g olá|oi|bom dia|boa tarde|boa noite|obrigado|obrigada|muito obrigado|muito obrigada|cumprimentos|atenciosamente|abraço|abraços|obrigad(o|a) (pelo aviso|por perguntar|pela informação|por avisar|pelo lembrete|por confirmar)|valeu|um abraço
r conferi|verifiquei|testei|revi|está|estão|é|são|e|o|a|os|as|tudo|todos|de|do|da|em|no|na|com|valor|valores|fatura|números|dados|testes|teste|código|plano|diff|pipeline|build|branch|entrega|versão|mercadoria|pedido|muito|também|eu|mesmo|parece|contas|aqui|rodei|ficou|rodou|já|bem|montante|factura|perfeitamente
e correto|correta|corretos|correcto|correcta|certo|certa|certos|bem|verde|em ordem|conferi|conferido|conferida|verificado|verificada|verifiquei|testado|testada|testei|revisto|revisado|revi|funciona|funcionando|bate|batem|perfeito|conforme|pronto|pronta|completo|entregue|limpo|estável|ótimo|óptimo|obsoleta|morta|ninguém (usa|precisa|a usa) [mais|dela|dessa branch|essa branch|disso|já]|já (ninguém|não se) usa|não é mais (usada|necessária|preciso)|não precisamos mais [dela]|sem (objeções|problemas|erros)
n não|nunca|jamais|nem|nada|nenhum|nenhuma|ninguém
k rejeitado|rejeitada|[o|a|] rejeito|recusado|recusada|[o|a|] recuso|recuso me|me recuso|recusamos|reprovado|reprovada|reprovo|negado|negada|indeferido|indeferida|oponho me|veto|cancela isso|cancelem isso|cancelem [o|a] [pedido|pagamento]|deix(a|e|em) (isso|essa|esta|a|o|esse) [branch] (quiet(a|o)|em paz|como está|para lá|estar|)|deixa quieto|é para manter [a|o|essa] [branch]|(mantém|mantenha|mantenham|manter) (a|essa|esta) branch|guard(a|e|em) a branch|não obrigado|sou contra|contra|de jeito nenhum|nem pensar|nem por sombras|retir(a|e|em) o pedido|não vai rolar|nada feito|digo que não|dizer que não|a resposta é não|é um não|discordo|sem aprovação
a aprovo|aprovar|aprovado|aprovada|autorizo|autorizar|autorizado|autorizada|aceito|aceitar|faça|façam|fazer|faz|mexe|mexam|mexer|mexa|toquem|toque|toca|paguem|pagamos|paga|publiquem|publicamos|apaguem|apagues|assinar|assino|concordo|quero|autorização|avancem|avançar|se mexe|avança|permito
k nem morta|nem morto|nem a brincar|nem a sonhar|nem sonhando|nem que a vaca tussa|nananinanão|nana|só por cima do meu cadáver|indeferir|indefiro|decidi (não|recusar|indeferir)|(tenho de|tenho que|devo|vou ter de) (recusar|rejeitar|dizer que não|negar)|minha resposta é não|resposta é não|um não|(tira|tire|tirem) (isso|isto|o pedido|a versão) da fila|(retira|cancela|cancele|anula|anule|anulem|aborta|aborte|esquece|esqueçam|esqueça|descarta|descarte|bloqueia|bloqueie) (isso|isto|o pedido|a versão)|não vai dar|não dá|não rola|não passa|deixa pra lá|deixa estar|inaceitável|impossível|proibido|bloqueado|bloqueada|descartado|descartada|nada de (lançar|publicar|lançamento|deploy|release)|nenhum[a] (aprovação|autorização|release)|sem (a minha aprovação|minha aprovação|autorização|o meu aval)|polegar para baixo|melhor não
k (sem|nenhum|não há|não há lugar a|nada de) (reembolso|estorno|devolução)|não se (reembolsa|devolve)
a libero|liberar|liberado|lances|lance|lancem|lançar|lança|lançamos|sai|saia|saem|sair|vai|vá|vamos|publica|publicar|publique|solta|soltar|soltem|passa|passar|dou|dar|dá|posso|podemos|permito|deixo|subam|suba|subir|coloca|coloque|coloquem|ponham|põe|põem|prossiga|prossigam|continue|continuem|quero que|lancemos|metam|está bom
z desculpa|desculpe|infelizmente|lamento|lamentavelmente|sinto muito|errado|errada|vermelho|quebrado|quebrada|ontem|porque|erro|erros|bug|obrigado por|obrigada por
! obrigado por|obrigada por|obrigado pelo|obrigada pelo|se|quando|assim que|até|depois|antes|após|mas|só|somente|apenas|salvo|exceto|excepto|porém|contudo|embora|talvez|provavelmente|eventualmente|poderia|deveria|devia|seria|gostaria|faria|teria|acho|penso|suponho|espero|amanhã|tarde|logo|breve|próxima|próximo|segunda|terça|quarta|quinta|sexta|sábado|domingo|ainda|espera|espere|esperem|esperar|primeiro|primeira|metade|parte|parcela|parcialmente|alguns|algumas|outra|outro|outras|outros|última|último|passada|passado|ontem|era|foi|tinha|pergunta|pergunte|fala|fale|disse|diz|ele|ela|eles|alguém|quem|que|o que|porque|por que|porquê|como|onde|qual|princípio|teoria|quase|mal|sem que|desde que|condição|haha|kkk|lol|hm|hum|pois|tchau|adeus|infelizmente|desculpa|ps|homologação|staging|explicar|explica|olhar|discutir|falar|errado|errada|vermelho|quebrado|dúvida|mais|pai natal|ou|senão|quiserem|quiser|menos|entrada
"""
